package dev.penstock.connectors.mysql;

import dev.penstock.engine.row.Tag;

/**
 * How one kind of column is read.
 *
 * @param names the source types, as people write them, joined by commas
 * @param wire how the server is asked for the value
 * @param reading how the value is decoded
 * @param column the type of a column of this kind, for the documentation
 * @param example a value to store in such a column, as SQL; it is really read there
 * @param note what a reader of the documentation should know; may be empty
 */
record TypeRule(
    String names, Wire wire, Reading reading, String column, String example, String note) {
  /** How the select list asks for a column. */
  enum Wire {
    /** As it is. */
    PLAIN,
    /** As it is, unless it is over the cell limit: then only its start. */
    CUT,
    /** As the server's own text. */
    AS_TEXT,
    /** Like AS_TEXT, and only the start of what is over the cell limit. */
    AS_TEXT_CUT,
    /** As a number: bits. */
    AS_NUMBER,
    /** As a double: the server prints a float with six digits only. */
    AS_DOUBLE,
    /** In well-known text. */
    GEOMETRY
  }

  Tag tag() {
    return reading.tag();
  }

  /**
   * The expression for the select list. A value over the limit is cut at the server, a character
   * behind the limit, so that the writer still refuses it as oversize but a gigabyte never travels.
   *
   * @param column the quoted column
   * @param cellBytes the limit of a cell
   */
  String expression(String column, int cellBytes) {
    int cut = cellBytes + 1;
    return switch (wire) {
      case PLAIN -> column;
      case CUT -> "LEFT(" + column + ", " + cut + ")";
      case AS_TEXT -> "CAST(" + column + " AS CHAR)";
      case AS_TEXT_CUT -> "LEFT(CAST(" + column + " AS CHAR), " + cut + ")";
      case AS_NUMBER -> "CAST(" + column + " + 0 AS CHAR)";
      case AS_DOUBLE -> column + " + 0e0";
      case GEOMETRY -> "LEFT(ST_AsText(" + column + "), " + cut + ")";
    };
  }
}
