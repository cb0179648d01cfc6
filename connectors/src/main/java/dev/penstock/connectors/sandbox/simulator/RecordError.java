package dev.penstock.connectors.sandbox.simulator;

/** Why one record is refused, in the words of the answer. */
record RecordError(int status, String code, String message, String field) {
  static final RecordError NONE = new RecordError(200, "", "", "");

  boolean isNone() {
    return code.isEmpty();
  }

  static RecordError of(String code) {
    return switch (code) {
      case "" -> NONE;
      case "not_found" -> new RecordError(404, code, "No record has this id.", "id");
      case "missing_id" -> new RecordError(422, code, "The record has no id.", "id");
      case "unknown_op" -> new RecordError(422, code, "The op is neither upsert nor delete.", "op");
      case "store_full" ->
          new RecordError(507, code, "The simulator holds 256 MB; reset it to go on.", "");
      default -> new RecordError(422, code, "The record was refused.", "");
    };
  }
}
