package dev.penstock.storage.planner;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.Tag;
import dev.penstock.storage.held.Manifest;
import java.util.List;

/** Refuses keys that would not find their held state again, before the first row is read. */
final class KeyColumns {
  private KeyColumns() {}

  static List<String> tags(Columns columns) {
    return columns.key().stream().map(column -> column.tag().name()).toList();
  }

  static void check(Columns columns, Manifest manifest) {
    List<String> tags = tags(columns);
    if (manifest.generation() > 0 && !manifest.keyTags().equals(tags)) {
      throw new PenstockException(
          ErrorCode.SCHEMA_DRIFT,
          "The key of state "
              + manifest.state()
              + " was made of "
              + manifest.keyTags()
              + " and now consists of "
              + tags
              + ": every row would be deleted and added again. Restore the type of the key"
              + " columns, or reset the sync.");
    }
    for (Column column : columns.key()) {
      if (isNoKey(column.tag())) {
        throw new PenstockException(
            ErrorCode.CONFIG_INVALID,
            "Key column \""
                + column.name()
                + "\" of state "
                + manifest.state()
                + " is refused: its type "
                + column.sourceType()
                + " has no exact values to find a record by. Cast it to text or to an exact number"
                + " in the model's query, or choose another key.");
      }
    }
  }

  private static boolean isNoKey(Tag tag) {
    return switch (tag) {
      case FLOAT, UNREPRESENTABLE, NULL -> true;
      case BOOLEAN, NUMBER, TEXT, INSTANT, LOCAL_DATE_TIME, DATE, TIME, BYTES, JSON -> false;
    };
  }
}
