package dev.penstock.connectors.postgresql;

import dev.penstock.engine.row.Tag;

/**
 * How one kind of column is read.
 *
 * @param names the source types, as people write them, joined by commas
 * @param catalogName the type's name in {@code pg_type}, or a word for a whole family
 * @param wire how the server is asked for the value
 * @param reading how the value is decoded
 * @param example an SQL expression of this type, for the documentation; it is really read there
 * @param note what a reader of the documentation should know; may be empty
 */
record TypeRule(
    String names, String catalogName, Wire wire, Reading reading, String example, String note) {
  /** How the select list asks for a column. */
  enum Wire {
    /** As it is: its size is bounded by its type. */
    PLAIN,
    /** As it is, unless it is over the cell limit: then only its start. */
    TEXT,
    /** Like TEXT, but a cast to text would cut blanks. */
    PADDED,
    /** As it is, unless it is over the cell limit: then only its start. */
    BYTES,
    /** Cast to text by the server, and only the start of what is over the cell limit. */
    CAST_TO_TEXT,
    /** Like CAST_TO_TEXT, by way of to_json. */
    TO_JSON
  }

  Tag tag() {
    return reading.tag();
  }

  /**
   * The expression for the select list. A value over the limit is cut at the server, one character
   * behind the limit, so that the writer still refuses it as oversize but a hundred megabytes never
   * travel. {@code octet_length} looks at the stored size and does not fetch the value.
   *
   * @param column the quoted column
   * @param cellBytes the limit of a cell
   */
  String expression(String column, int cellBytes) {
    int cut = cellBytes + 1;
    return switch (wire) {
      case PLAIN -> column;
      case TEXT ->
          "CASE WHEN pg_catalog.octet_length(%1$s::pg_catalog.text) > %2$d THEN pg_catalog.left(%1$s::pg_catalog.text, %3$d) ELSE %1$s::pg_catalog.text END"
              .formatted(column, cellBytes, cut);
      case PADDED ->
          "CASE WHEN pg_catalog.octet_length(%1$s) > %2$d THEN pg_catalog.repeat('x', %3$d)::pg_catalog.bpchar ELSE %1$s END"
              .formatted(column, cellBytes, cut);
      case BYTES ->
          "CASE WHEN pg_catalog.octet_length(%1$s) > %2$d THEN pg_catalog.substring(%1$s, 1, %3$d) ELSE %1$s END"
              .formatted(column, cellBytes, cut);
      case CAST_TO_TEXT -> "pg_catalog.left(%s::pg_catalog.text, %d)".formatted(column, cut);
      case TO_JSON ->
          "pg_catalog.left(pg_catalog.to_json(%s)::pg_catalog.text, %d)".formatted(column, cut);
    };
  }
}
