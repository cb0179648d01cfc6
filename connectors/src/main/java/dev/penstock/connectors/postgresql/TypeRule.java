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
    /** As the server prints an inet; its cast to text adds /32 to a plain address. */
    ADDRESS,
    /** Like CAST_TO_TEXT, by way of to_json. */
    TO_JSON
  }

  Tag tag() {
    return reading.tag();
  }

  /** The largest length that PostgreSQL allows in {@code varchar(n)}. */
  private static final int VARCHAR_MAX = 10_485_760;

  /**
   * The expression for the select list. A value over the limit is cut at the server, a character
   * behind the limit, so that the writer still refuses it as oversize but a hundred megabytes never
   * travel and no memory must hold them. The cast to varchar returns at once when the value has
   * fewer bytes than that, and is left out by the planner for a column that is a shorter varchar.
   *
   * @param column the quoted column
   * @param cellBytes the limit of a cell
   * @param rawText whether text is sent as the bytes it is stored as: the database has no encoding,
   *     and the server would end the whole copy at the first text that is no UTF-8
   */
  String expression(String column, int cellBytes, boolean rawText) {
    String expression = expression(column, cellBytes);
    return switch (wire) {
      case TEXT, CAST_TO_TEXT, TO_JSON ->
          rawText ? "pg_catalog.convert_to(" + expression + ", 'SQL_ASCII')" : expression;
      case PLAIN, PADDED, BYTES, ADDRESS -> expression;
    };
  }

  private String expression(String column, int cellBytes) {
    int cut = cellBytes + 1;
    return switch (wire) {
      case PLAIN -> column;
      case ADDRESS -> "pg_catalog.abbrev(" + column + ")";
      case TEXT, CAST_TO_TEXT -> atMost(column + "::pg_catalog.text", cut);
      case TO_JSON -> atMost("pg_catalog.to_json(" + column + ")::pg_catalog.text", cut);
      case PADDED ->
          // No value has no length, so a NULL has to come out of the ELSE.
          ("CASE WHEN pg_catalog.octet_length(%1$s) >= %2$d"
                  + " THEN pg_catalog.repeat('x', %2$d)::pg_catalog.bpchar ELSE %1$s END")
              .formatted(column, cut);
      case BYTES ->
          ("CASE WHEN pg_catalog.octet_length(%1$s) < %2$d THEN %1$s"
                  + " ELSE pg_catalog.substring(%1$s, 1, %2$d) END")
              .formatted(column, cut);
    };
  }

  private static String atMost(String text, int cut) {
    return cut <= VARCHAR_MAX
        ? text + "::pg_catalog.varchar(" + cut + ")"
        : "pg_catalog.left(" + text + ", " + cut + ")";
  }
}
