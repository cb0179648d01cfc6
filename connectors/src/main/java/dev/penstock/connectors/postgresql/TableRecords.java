package dev.penstock.connectors.postgresql;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records of a batch, apart by the columns that they have: a column that a record does not have
 * keeps its value.
 *
 * @param groups the places of the records in the batch, by their columns
 * @param texts each record's payload as text, by its place
 * @param refused what is refused before it is sent, by its place
 */
record TableRecords(
    Map<List<String>, List<Integer>> groups, List<String> texts, Map<Integer, Outcome> refused) {
  /**
   * Looks at each record.
   *
   * @throws dev.penstock.engine.error.PenstockException SCHEMA_STALE for a column that the table
   *     does not have
   */
  static TableRecords of(Batch batch, TableShape shape, TableAction action) {
    boolean matching = action != TableAction.INSERT || batch.kind() == Kind.DELETED;
    Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
    List<String> texts = new ArrayList<>(batch.size());
    Map<Integer, Outcome> refused = new HashMap<>();
    Set<List<String>> seen = new HashSet<>();
    Set<String> known = new HashSet<>(shape.columns());
    for (int i = 0; i < batch.size(); i++) {
      String text = new String(batch.payload(i), StandardCharsets.UTF_8);
      texts.add(text);
      if (!(JsonReader.read(text) instanceof Json.Obj record) || record.members().isEmpty()) {
        String why = "The record is not an object of columns with values.";
        refused.put(i, new Outcome.Rejected(Failure.of(ErrorCode.TYPE_MISMATCH, why)));
        continue;
      }
      for (String column : record.members().keySet()) {
        if (!known.contains(column)) {
          throw shape.lacks(column);
        }
      }
      Optional<Outcome> unusable =
          matching ? unusable(record, shape.match(), seen) : Optional.empty();
      if (unusable.isPresent()) {
        refused.put(i, unusable.get());
      } else {
        List<String> columns = List.copyOf(record.members().keySet());
        groups.computeIfAbsent(columns, _ -> new ArrayList<>()).add(i);
      }
    }
    return new TableRecords(groups, texts, refused);
  }

  private static Optional<Outcome> unusable(
      Json.Obj record, List<String> match, Set<List<String>> seen) {
    List<String> values = new ArrayList<>(match.size());
    for (String column : match) {
      Json value = record.members().get(column);
      if (value == null || value instanceof Json.Null) {
        Failure missing = Failure.of(ErrorCode.MISSING_REQUIRED, "The match column has no value.");
        return Optional.of(new Outcome.Rejected(missing.onField(column)));
      }
      values.add(value.text());
    }
    if (seen.add(values)) {
      return Optional.empty();
    }
    Failure collision =
        Failure.of(
            ErrorCode.DESTINATION_KEY_COLLISION,
            "Another record of the same batch has these values in the match columns.");
    return Optional.of(new Outcome.Rejected(collision.onField(String.join(", ", match))));
  }

  /** The records at these places as one JSON array. */
  String array(List<Integer> places) {
    var text = new StringBuilder("[");
    for (int place : places) {
      text.append(text.length() == 1 ? "" : ",").append(texts.get(place));
    }
    return text.append(']').toString();
  }
}
