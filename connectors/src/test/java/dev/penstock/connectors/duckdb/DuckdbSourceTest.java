package dev.penstock.connectors.duckdb;

import dev.penstock.engine.extract.Model;
import dev.penstock.engine.extract.Source;
import dev.penstock.testkit.source.Sample;
import dev.penstock.testkit.source.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB keeps the contract of sources. */
class DuckdbSourceTest extends SourceContract {
  private static final String ROWS = "range(1, 100001) t(i)";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path folder;

  private static List<String> made = List.of();

  @BeforeAll
  static void make() throws Exception {
    String texts =
        IntStream.range(0, TEXTS.size())
            .mapToObj(i -> "(" + i + ", " + Session.literal(TEXTS.get(i)) + ")")
            .collect(Collectors.joining(", "));
    DuckdbReader.execute(
        Path.of(""),
        "COPY (SELECT * FROM (VALUES (1, 'Ada', 36), (2, 'Grace', NULL), (3, '', 0))"
            + " v(id, name, age)) TO '"
            + folder
            + "/people.parquet'",
        "COPY (SELECT * FROM (VALUES "
            + texts
            + ") v(id, text)) TO '"
            + folder
            + "/texts.parquet'");
    made = files();
  }

  private static List<String> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Source source() {
    return new DuckdbSource(DuckdbSettings.of(folder));
  }

  @Override
  protected boolean wasWrittenTo() {
    return !files().equals(made);
  }

  /** A decimal has 38 digits. */
  @Override
  protected String longestExact() {
    return "123456789012345678901234567890123456.7";
  }

  @Override
  protected Model.Rows rows(Sample sample) {
    return switch (sample) {
      case PEOPLE -> new Model.Rows.Table("people.parquet");
      case NOBODY -> query("SELECT * FROM 'people.parquet' WHERE false");
      case NULL_KEY -> query("SELECT NULL::int AS id, 'x' AS name");
      case ODD_NAMES ->
          query("SELECT 1 AS id, 'a' AS \"Mixed Case\", 'b' AS \"say \"\"hi\"\"\", 'c' AS \"😀\"");
      case TEXTS -> new Model.Rows.Table("texts.parquet");
      case BIG_NUMBERS ->
          query(
              "SELECT 1 AS id, '-9223372036854775808'::bigint AS small, 9007199254740993 AS big,"
                  + " '123456789012345678901234567890123456.70'::decimal(38,2) AS exact");
      case NOT_NUMBERS ->
          query(
              "SELECT * FROM (VALUES (1, 'NaN'::double), (2, 'infinity'), (3, '-infinity'),"
                  + " (4, 0.1)) v(id, number)");
      case DUPLICATE_NAMES -> query("SELECT 1 AS id, 2 AS twice, 3 AS twice");
      case TOO_WIDE ->
          query(
              IntStream.rangeClosed(1, 1000)
                  .mapToObj(i -> ", 1 AS c" + i)
                  .collect(Collectors.joining("", "SELECT 1 AS id", "")));
      case BROKEN -> query("SELEKT 1 AS id");
      case BREAKS_LATE ->
          query("SELECT CASE WHEN i = 50000 THEN error('late') ELSE i END AS id FROM " + ROWS);
      case TWO_STATEMENTS -> query("SELECT 1 AS id; COPY (SELECT 1) TO '" + folder + "/two.csv'");
      case WRITING -> query("COPY (SELECT 1 AS id) TO '" + folder + "/one.csv'");
      case MANY -> query("SELECT i AS id, repeat('x', 100) AS text FROM " + ROWS);
      case SLOW ->
          query(
              "SELECT 1 AS id, count(*) AS n FROM range(1000000) a, range(1000000) b"
                  + " WHERE hash(a.range, b.range) = 1");
      case HUGE_CELL ->
          query(
              "SELECT i AS id, repeat('x', CASE i WHEN 2 THEN 2000000 ELSE 5 END) AS text"
                  + " FROM range(1, 4) t(i)");
      case INEXACT_KEY -> query("SELECT 1.5::double AS id");
    };
  }

  private static Model.Rows query(String sql) {
    return new Model.Rows.Query(sql);
  }
}
