package dev.penstock.connectors.duckdb;

import dev.penstock.engine.row.Tag;

/**
 * How one kind of column is read.
 *
 * @param names the source types, as people write them, joined by commas
 * @param reading how the value is decoded
 * @param expression how it is asked for; {@code %s} is the column
 * @param cut whether a long value is cut
 * @param example an SQL expression of this type, for the documentation; it is really read there
 * @param note what a reader of the documentation should know; may be empty
 */
record TypeRule(
    String names, Reading reading, String expression, boolean cut, String example, String note) {
  Tag tag() {
    return reading.tag();
  }

  /**
   * The expression for the select list. A value over the limit is cut, a character behind the
   * limit, so that the writer still refuses it as oversize but it is never copied whole.
   *
   * @param column the quoted column
   * @param cellBytes the limit of a cell
   */
  String expression(String column, int cellBytes) {
    String asked = expression.replace("%s", column);
    return cut ? "left(" + asked + ", " + (cellBytes + 1) + ")" : asked;
  }
}
