package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.ReadColumn;
import dev.penstock.engine.row.Column;

/**
 * A column of a model as the server describes it.
 *
 * @param name exact
 * @param rule how it is read
 * @param sourceType the driver's word for the server's type
 */
record ModelColumn(String name, TypeRule rule, String sourceType) implements ReadColumn {
  @Override
  public Column column() {
    return new Column(name, rule.tag(), sourceType);
  }
}
