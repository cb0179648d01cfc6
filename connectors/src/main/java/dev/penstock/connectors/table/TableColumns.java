package dev.penstock.connectors.table;

import dev.penstock.connectors.jdbc.NearestName;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.util.HashSet;
import java.util.List;

/**
 * A table as far as its columns go.
 *
 * @param name as sentences call it
 * @param columns in their order
 * @param match those that identify a record; may be empty
 */
public record TableColumns(String name, List<String> columns, List<String> match) {
  public TableColumns {
    columns = List.copyOf(columns);
    match = List.copyOf(match);
  }

  /**
   * The table with what its settings say.
   *
   * @param wanted the match columns in the settings; empty for the primary key
   * @throws PenstockException SCHEMA_STALE when a match column is not there
   */
  public static TableColumns of(
      String name, List<String> columns, List<String> primary, List<String> wanted) {
    var table = new TableColumns(name, columns, wanted.isEmpty() ? primary : wanted);
    for (String column : wanted) {
      if (!columns.contains(column)) {
        throw table.lacks(column);
      }
    }
    return table;
  }

  /** The refusal for a column that the table does not have. */
  public PenstockException lacks(String column) {
    return new PenstockException(
        ErrorCode.SCHEMA_STALE,
        "Table %s has no column \"%s\".%s"
            .formatted(name, column, NearestName.sentence(column, columns)));
  }

  /** Whether these columns, in any order, are the match columns. */
  public boolean isMatchedBy(List<String> index) {
    return new HashSet<>(index).equals(new HashSet<>(match));
  }

  /**
   * Whether the action can tell which record is meant.
   *
   * @throws PenstockException DESTINATION_CONFIG when it cannot
   */
  void checkMatchFor(TableAction action) {
    if (match.isEmpty() && action != TableAction.INSERT) {
      throw new PenstockException(
          ErrorCode.DESTINATION_CONFIG,
          "Table %s has no primary key. Name the columns that identify a record as match."
              .formatted(name));
    }
  }
}
