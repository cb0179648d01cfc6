package dev.penstock.connectors.postgresql;

import java.time.Duration;
import java.util.List;

/**
 * A table to write to.
 *
 * @param server where it is; its statement timeout is not used
 * @param table {@code schema.name}, or a name in {@code public}
 * @param match the columns that identify a record; empty for the table's primary key
 * @param action what is done with each record
 * @param timeout how long one statement may take
 */
public record TableSettings(
    PostgresSettings server,
    String table,
    List<String> match,
    TableAction action,
    Duration timeout) {
  public TableSettings {
    match = List.copyOf(match);
  }
}
