package dev.penstock.connectors.mysql;

import dev.penstock.connectors.mysql.TypeRule.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** MySQL's types and what becomes of them; {@code docs/types.md} is made from this. */
final class TypeTable {
  private static final String INEXACT = "shortest form; not allowed in a key";

  private static final TypeRule TRUTH =
      new TypeRule(
          "tinyint(1), boolean",
          Wire.PLAIN,
          Reading.TRUTH,
          "tinyint(1)",
          "1",
          "0 and 1; any other number in it cannot be sent, cast it to signed in a query");
  private static final TypeRule BIT =
      new TypeRule("bit(1)", Wire.AS_NUMBER, Reading.TRUTH, "bit(1)", "b'1'", "");
  private static final TypeRule BITS =
      new TypeRule(
          "bit(n)", Wire.AS_NUMBER, Reading.DIGITS, "bit(8)", "b'101'", "the number of the bits");
  private static final TypeRule WHOLE =
      new TypeRule(
          "tinyint, smallint, mediumint, int, unsigned too",
          Wire.PLAIN,
          Reading.WHOLE,
          "int unsigned",
          "4294967295",
          "");
  private static final TypeRule BIGINT =
      new TypeRule(
          "bigint",
          Wire.PLAIN,
          Reading.WHOLE,
          "bigint",
          "9223372036854775807",
          "exact; a tool that reads JSON numbers as doubles rounds it, so map it to text there");
  private static final TypeRule UNSIGNED_BIGINT =
      new TypeRule(
          "bigint unsigned",
          Wire.AS_TEXT,
          Reading.DIGITS,
          "bigint unsigned",
          "18446744073709551615",
          "exact");
  private static final TypeRule DECIMAL =
      new TypeRule(
          "decimal, numeric",
          Wire.AS_TEXT,
          Reading.DIGITS,
          "decimal(65,30)",
          "12345678901234567890.1200",
          "exact, without superfluous zeros");
  private static final TypeRule FLOAT =
      new TypeRule("float", Wire.AS_DOUBLE, Reading.SINGLE, "float", "0.1", INEXACT);
  private static final TypeRule DOUBLE =
      new TypeRule("double, real", Wire.PLAIN, Reading.DOUBLE, "double", "0.1", INEXACT);
  private static final TypeRule YEAR =
      new TypeRule("year", Wire.AS_TEXT, Reading.DIGITS, "year", "2026", "0000 is 0");
  private static final TypeRule DATE =
      new TypeRule(
          "date",
          Wire.AS_TEXT,
          Reading.DATE,
          "date",
          "'2026-01-31'",
          "a zero date, or a zero month or day, cannot be sent");
  private static final TypeRule DATETIME =
      new TypeRule(
          "datetime",
          Wire.AS_TEXT,
          Reading.DATE_TIME,
          "datetime(6)",
          "'2026-01-31 12:30:00.25'",
          "without a zone: declare one in the mapping to make it a point in time; zero dates cannot"
              + " be sent");
  private static final TypeRule TIMESTAMP =
      new TypeRule(
          "timestamp",
          Wire.AS_TEXT,
          Reading.INSTANT,
          "timestamp",
          "'2026-01-31 10:30:00'",
          "always in UTC, whatever the server's zone");
  private static final TypeRule TIME =
      new TypeRule(
          "time",
          Wire.AS_TEXT,
          Reading.TEXT,
          "time",
          "'-838:59:59'",
          "as text: it may be negative or longer than a day");
  private static final TypeRule TEXT =
      new TypeRule(
          "char(n), varchar(n), tinytext, text",
          Wire.PLAIN,
          Reading.TEXT,
          "varchar(20)",
          "'Zoë 😀'",
          "in whatever character set it is stored; char(n) comes without the blanks that pad it");
  private static final TypeRule LONG_TEXT =
      new TypeRule("mediumtext, longtext", Wire.CUT, Reading.TEXT, "longtext", "'Zoë'", "");
  private static final TypeRule LABEL =
      new TypeRule(
          "enum, set",
          Wire.PLAIN,
          Reading.TEXT,
          "set('a','b','c')",
          "'a,c'",
          "the label; those of a set are joined by commas");
  private static final TypeRule BYTES =
      new TypeRule(
          "binary(n), varbinary(n), tinyblob, blob",
          Wire.PLAIN,
          Reading.BYTES,
          "varbinary(9)",
          "x'00ff10'",
          "base64");
  private static final TypeRule LONG_BYTES =
      new TypeRule(
          "mediumblob, longblob", Wire.CUT, Reading.BYTES, "longblob", "x'00ff10'", "base64");
  private static final TypeRule JSON =
      new TypeRule(
          "json",
          Wire.AS_TEXT_CUT,
          Reading.JSON,
          "json",
          "'{\"b\": 1, \"a\": [1, 2]}'",
          "as an object, without white space; MariaDB gives what its JSON functions make as text");
  private static final TypeRule UUID =
      new TypeRule(
          "uuid, inet4, inet6",
          Wire.AS_TEXT,
          Reading.TEXT,
          "uuid",
          "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
          "of MariaDB");
  private static final TypeRule GEOMETRY =
      new TypeRule(
          "geometry, point and the like",
          Wire.GEOMETRY,
          Reading.TEXT,
          "point",
          "ST_GeomFromText('POINT(1 2)')",
          "well-known text");
  private static final TypeRule OTHER =
      new TypeRule(
          "anything else", Wire.AS_TEXT_CUT, Reading.TEXT, "", "", "the server's own text");

  private static final Map<String, TypeRule> BY_NAME = byName();

  private TypeTable() {}

  private static Map<String, TypeRule> byName() {
    Map<String, TypeRule> rules = new HashMap<>();
    for (String name : List.of("TINYINT", "SMALLINT", "MEDIUMINT", "INTEGER", "INT")) {
      rules.put(name, WHOLE);
      rules.put(name + " UNSIGNED", WHOLE);
    }
    rules.put("BIGINT", BIGINT);
    rules.put("BIGINT UNSIGNED", UNSIGNED_BIGINT);
    rules.put("DECIMAL", DECIMAL);
    rules.put("OLDDECIMAL", DECIMAL);
    rules.put("FLOAT", FLOAT);
    rules.put("DOUBLE", DOUBLE);
    rules.put("YEAR", YEAR);
    rules.put("DATE", DATE);
    rules.put("DATETIME", DATETIME);
    rules.put("TIMESTAMP", TIMESTAMP);
    rules.put("TIME", TIME);
    for (String name : List.of("CHAR", "VARCHAR", "TINYTEXT", "TEXT")) {
      rules.put(name, TEXT);
    }
    for (String name : List.of("MEDIUMTEXT", "LONGTEXT")) {
      rules.put(name, LONG_TEXT);
    }
    for (String name : List.of("BINARY", "VARBINARY", "TINYBLOB", "BLOB", "NULL")) {
      rules.put(name, BYTES);
    }
    for (String name : List.of("MEDIUMBLOB", "LONGBLOB")) {
      rules.put(name, LONG_BYTES);
    }
    rules.put("JSON", JSON);
    rules.put("UUID", UUID);
    for (String name :
        List.of(
            "GEOMETRY",
            "POINT",
            "LINESTRING",
            "POLYGON",
            "MULTIPOINT",
            "MULTILINESTRING",
            "MULTIPOLYGON",
            "GEOMETRYCOLLECTION")) {
      rules.put(name, GEOMETRY);
    }
    return Map.copyOf(rules);
  }

  /** Every rule, in the order of the documentation. */
  static List<TypeRule> all() {
    return new ArrayList<>(
        List.of(
            TRUTH,
            BIT,
            BITS,
            WHOLE,
            BIGINT,
            UNSIGNED_BIGINT,
            DECIMAL,
            FLOAT,
            DOUBLE,
            TEXT,
            LONG_TEXT,
            LABEL,
            UUID,
            DATE,
            DATETIME,
            TIMESTAMP,
            TIME,
            YEAR,
            BYTES,
            LONG_BYTES,
            JSON,
            GEOMETRY,
            OTHER));
  }

  /**
   * The rule for a type as the driver names it.
   *
   * @param width the display width of a number, the number of bits of a {@code BIT}
   */
  static TypeRule rule(String driverName, int width) {
    String name = driverName.toUpperCase(Locale.ROOT);
    return switch (name) {
      case "TINYINT" -> width == 1 ? TRUTH : WHOLE;
      case "BIT" -> width == 1 ? BIT : BITS;
      default -> BY_NAME.getOrDefault(name, OTHER);
    };
  }
}
