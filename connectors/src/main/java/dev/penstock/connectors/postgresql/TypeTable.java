package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.postgresql.TypeRule.Wire;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** PostgreSQL's types and what becomes of them; {@code docs/types.md} is made from this. */
final class TypeTable {
  private static final TypeRule ARRAY =
      new TypeRule(
          "arrays of any type",
          "(array)",
          Wire.TO_JSON,
          Reading.JSON,
          "ARRAY[1, NULL, 3]",
          "by to_json; several dimensions nest");
  private static final TypeRule COMPOSITE =
      new TypeRule(
          "composite types, record",
          "(composite)",
          Wire.TO_JSON,
          Reading.JSON,
          "ROW(1, 'a')",
          "by to_json; the fields of a record without names are f1, f2");
  private static final TypeRule ENUM =
      new TypeRule(
          "enums", "(enum)", Wire.PLAIN, Reading.TEXT, "'happy'::penstock_mood", "the label");
  private static final TypeRule OTHER =
      new TypeRule(
          "anything else",
          "(other)",
          Wire.CAST_TO_TEXT,
          Reading.TEXT,
          "'(1,2)'::point",
          "ranges, geometry, bit, network, search, pg_lsn and types of extensions: the server's own"
              + " text");

  private static final List<TypeRule> NAMED =
      List.of(
          plain("boolean", "bool", Reading.BOOL, "true", ""),
          plain("smallint", "int2", Reading.INT2, "-7::int2", ""),
          plain("integer", "int4", Reading.INT4, "42", ""),
          plain(
              "bigint",
              "int8",
              Reading.INT8,
              "9223372036854775807",
              "exact; a tool that reads JSON numbers as doubles rounds it, so map it to text"
                  + " there"),
          plain("oid", "oid", Reading.OID, "4294967295::oid", ""),
          plain(
              "numeric, decimal",
              "numeric",
              Reading.NUMERIC,
              "12345678901234567890.1200",
              "exact, without superfluous zeros; NaN and the infinities cannot be sent"),
          plain(
              "real",
              "float4",
              Reading.FLOAT4,
              "0.1::float4",
              "shortest form; NaN and the infinities cannot be sent; not allowed in a key"),
          plain(
              "double precision",
              "float8",
              Reading.FLOAT8,
              "0.1::float8",
              "shortest form; NaN and the infinities cannot be sent; not allowed in a key"),
          new TypeRule("text", "text", Wire.TEXT, Reading.TEXT, "'Zoë'", ""),
          new TypeRule("varchar(n)", "varchar", Wire.TEXT, Reading.TEXT, "'Zoë'::varchar", ""),
          new TypeRule(
              "char(n)",
              "bpchar",
              Wire.PADDED,
              Reading.TEXT,
              "'ab'::char(4)",
              "with the blanks that pad it"),
          plain("name", "name", Reading.TEXT, "'pg_class'::name", ""),
          plain("\"char\"", "char", Reading.TEXT, "'x'::\"char\"", ""),
          new TypeRule(
              "citext",
              "citext",
              Wire.TEXT,
              Reading.TEXT,
              "'Ada'::citext",
              "as written; keys are compared exactly, with case"),
          plain("uuid", "uuid", Reading.UUID, "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'::uuid", ""),
          plain("date", "date", Reading.DATE, "date '2026-01-31'", "years 1 to 9999"),
          plain("time", "time", Reading.TIME, "time '24:00'", "24:00 is kept"),
          new TypeRule(
              "time with time zone",
              "timetz",
              Wire.CAST_TO_TEXT,
              Reading.TEXT,
              "timetz '12:30+02'",
              "as text: a time of day with a zone is no point in time"),
          plain(
              "timestamp",
              "timestamp",
              Reading.TIMESTAMP,
              "timestamp '2026-01-31 12:30:00.25'",
              "without a zone: declare one in the mapping to make it a point in time; infinity"
                  + " cannot be sent"),
          plain(
              "timestamp with time zone",
              "timestamptz",
              Reading.TIMESTAMPTZ,
              "timestamptz '2026-01-31 12:30:00+02'",
              "always in UTC; infinity and years beyond 9999 cannot be sent"),
          new TypeRule(
              "interval",
              "interval",
              Wire.CAST_TO_TEXT,
              Reading.TEXT,
              "interval '1 year 2 months 3 days 04:05:06'",
              "ISO 8601 duration"),
          new TypeRule("bytea", "bytea", Wire.BYTES, Reading.BYTEA, "'\\x00ff10'::bytea", "base64"),
          new TypeRule(
              "json",
              "json",
              Wire.TEXT,
              Reading.JSON,
              "'{\"b\": 1, \"a\": [1, 2]}'::json",
              "as an object, without white space; order and double names as written; half a"
                  + " character (\\ud800) or more than 100 levels cannot be sent"),
          new TypeRule(
              "jsonb",
              "jsonb",
              Wire.CAST_TO_TEXT,
              Reading.JSON,
              "'{\"b\": 1, \"a\": [1, 2]}'::jsonb",
              "as an object, in the server's order"),
          new TypeRule(
              "hstore",
              "hstore",
              Wire.TO_JSON,
              Reading.JSON,
              "'a=>1, b=>NULL'::hstore",
              "values are text or null"),
          new TypeRule(
              "money",
              "money",
              Wire.CAST_TO_TEXT,
              Reading.TEXT,
              "12.5::money",
              "as in the locale C, whatever the server's; cast to numeric in the model"),
          new TypeRule("xml", "xml", Wire.CAST_TO_TEXT, Reading.TEXT, "'<a>1</a>'::xml", ""),
          new TypeRule(
              "inet",
              "inet",
              Wire.ADDRESS,
              Reading.TEXT,
              "inet '192.0.2.1'",
              "the mask only where it is not a single host"),
          new TypeRule(
              "ranges", "int4range", Wire.CAST_TO_TEXT, Reading.TEXT, "int4range(1, 5)", ""));

  private static final Map<String, TypeRule> BY_CATALOG_NAME =
      NAMED.stream().collect(Collectors.toMap(TypeRule::catalogName, Function.identity()));

  /** Types of extensions, which live in whatever schema the extension was made in. */
  private static final List<String> EXTENSION_TYPES = List.of("citext", "hstore");

  private TypeTable() {}

  private static TypeRule plain(
      String names, String catalogName, Reading reading, String example, String note) {
    return new TypeRule(names, catalogName, Wire.PLAIN, reading, example, note);
  }

  /** Every rule, in the order of the documentation. */
  static List<TypeRule> all() {
    List<TypeRule> all = new java.util.ArrayList<>(NAMED);
    all.addAll(List.of(ENUM, ARRAY, COMPOSITE, OTHER));
    return List.copyOf(all);
  }

  /**
   * The rule for a type as the catalog {@code pg_type} describes it.
   *
   * @param builtIn whether it is in the schema {@code pg_catalog}
   * @param kind {@code typtype}: b base, c composite, e enum, p pseudo, r range
   * @param category {@code typcategory}: A array
   */
  static TypeRule rule(String name, boolean builtIn, String kind, String category) {
    if (category.equals("A")) {
      return ARRAY;
    }
    if (kind.equals("c") || name.equals("record")) {
      return COMPOSITE;
    }
    if (kind.equals("e")) {
      return ENUM;
    }
    TypeRule named = BY_CATALOG_NAME.get(name);
    return named != null && (builtIn || EXTENSION_TYPES.contains(name)) ? named : OTHER;
  }
}
