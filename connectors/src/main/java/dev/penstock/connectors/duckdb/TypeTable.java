package dev.penstock.connectors.duckdb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DuckDB's types and what becomes of them; {@code docs/types-duckdb.md} is made from this. */
final class TypeTable {
  private static final String PLAIN = "%s";
  private static final String AS_TEXT = "CAST(%s AS VARCHAR)";

  private static final Map<String, TypeRule> BY_NAME = new LinkedHashMap<>();

  static {
    numbers();
    textsAndFloats();
    moments();
    others();
  }

  private static final TypeRule NESTED =
      cut(
          "lists, arrays, struct, map, union",
          Reading.JSON,
          "CAST(to_json(%s) AS VARCHAR)",
          "{'a': 1, 'b': [1, 2]}",
          "by to_json");
  private static final TypeRule OTHER =
      cut("anything else", Reading.TEXT, AS_TEXT, "time_ns '12:30:00'", "DuckDB's own text");

  private TypeTable() {}

  private static void numbers() {
    add("BOOLEAN", of("boolean", Reading.TRUTH, PLAIN, "true", ""));
    TypeRule whole =
        of(
            "tinyint, smallint, integer, bigint and the unsigned ones to uinteger",
            Reading.WHOLE,
            PLAIN,
            "9223372036854775807",
            "exact; a tool that reads JSON numbers as doubles rounds it, so map it to text there");
    for (String name :
        List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")) {
      add(name, whole);
    }
    TypeRule large =
        of(
            "ubigint, hugeint, uhugeint, bignum",
            Reading.DIGITS,
            AS_TEXT,
            "340282366920938463463374607431768211455::uhugeint",
            "exact");
    for (String name : List.of("UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM")) {
      add(name, large);
    }
    add(
        "DECIMAL",
        of(
            "decimal",
            Reading.DIGITS,
            AS_TEXT,
            "12345678901234567890.1200::decimal(38,4)",
            "exact, without superfluous zeros"));
  }

  private static void textsAndFloats() {
    String inexact = "shortest form; NaN and the infinities cannot be sent; not allowed in a key";
    add("FLOAT", of("float", Reading.SINGLE, PLAIN, "0.1::float", inexact));
    add("DOUBLE", of("double", Reading.DOUBLE, PLAIN, "0.1::double", inexact));
    add("VARCHAR", cut("varchar, text", Reading.TEXT, PLAIN, "'Zoë'", ""));
    add("ENUM", of("enum", Reading.TEXT, AS_TEXT, "'a'::ENUM('a', 'b')", "the label"));
    add(
        "UUID",
        of("uuid", Reading.TEXT, AS_TEXT, "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", ""));
  }

  private static void moments() {
    add("DATE", of("date", Reading.DATE, AS_TEXT, "date '2026-01-31'", "years 1 to 9999"));
    add("TIME", of("time", Reading.TEXT, AS_TEXT, "time '12:30:00.25'", "as text"));
    add(
        "TIME WITH TIME ZONE",
        of(
            "time with time zone",
            Reading.TEXT,
            AS_TEXT,
            "'12:30:00+02'::timetz",
            "as text: a time of day with a zone is no point in time"));
    TypeRule timestamp =
        of(
            "timestamp, timestamp_s, timestamp_ms, timestamp_ns",
            Reading.DATE_TIME,
            AS_TEXT,
            "timestamp '2026-01-31 12:30:00.25'",
            "without a zone: declare one in the mapping to make it a point in time; infinity cannot"
                + " be sent");
    for (String name : List.of("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")) {
      add(name, timestamp);
    }
    add(
        "TIMESTAMP WITH TIME ZONE",
        of(
            "timestamp with time zone",
            Reading.INSTANT,
            AS_TEXT,
            "timestamptz '2026-01-31 12:30:00+02'",
            "always in UTC"));
    add(
        "INTERVAL",
        of("interval", Reading.TEXT, AS_TEXT, "interval '1 day 2 hours'", "DuckDB's own text"));
  }

  private static void others() {
    add("BLOB", cut("blob", Reading.BASE64, "base64(%s)", "'\\x00\\xFF\\x10'::blob", "base64"));
    add("BIT", of("bit", Reading.TEXT, AS_TEXT, "'0101'::bit", "the bits as text"));
    add(
        "JSON",
        cut(
            "json",
            Reading.JSON,
            AS_TEXT,
            "'{\"b\": 1, \"a\": [1, 2]}'::json",
            "as an object, without white space"));
  }

  private static void add(String name, TypeRule rule) {
    BY_NAME.put(name, rule);
  }

  private static TypeRule of(
      String names, Reading reading, String expression, String example, String note) {
    return new TypeRule(names, reading, expression, false, example, note);
  }

  private static TypeRule cut(
      String names, Reading reading, String expression, String example, String note) {
    return new TypeRule(names, reading, expression, true, example, note);
  }

  /** Every rule, in the order of the documentation. */
  static List<TypeRule> all() {
    List<TypeRule> all = new java.util.ArrayList<>(BY_NAME.values().stream().distinct().toList());
    all.add(NESTED);
    all.add(OTHER);
    return List.copyOf(all);
  }

  /** The rule for a type as DuckDB names it. */
  static TypeRule rule(String type) {
    boolean nested =
        type.endsWith("]")
            || type.startsWith("STRUCT")
            || type.startsWith("MAP")
            || type.startsWith("UNION");
    int bracket = type.indexOf('(');
    String name = bracket < 0 ? type : type.substring(0, bracket);
    return nested ? NESTED : BY_NAME.getOrDefault(name, OTHER);
  }
}
