package dev.penstock.connectors.duckdb;

import dev.penstock.connectors.jdbc.ReadColumn;
import dev.penstock.engine.row.Column;

/**
 * A column of a model as DuckDB describes it.
 *
 * @param name exact
 * @param rule how it is read
 * @param sourceType DuckDB's own words for its type
 */
record ModelColumn(String name, TypeRule rule, String sourceType) implements ReadColumn {
  @Override
  public Column column() {
    return new Column(name, rule.tag(), sourceType);
  }

  static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
