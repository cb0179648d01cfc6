package dev.penstock.connectors.table;

import java.time.Duration;
import java.util.List;

/**
 * A table to write to.
 *
 * @param server where it is and how to log in
 * @param table its name as the project writes it
 * @param match the columns that identify a record; empty for the table's primary key
 * @param action what is done with each record
 * @param timeout how long one statement may take
 */
public record TableSettings<S>(
    S server, String table, List<String> match, TableAction action, Duration timeout) {
  public TableSettings {
    match = List.copyOf(match);
  }
}
