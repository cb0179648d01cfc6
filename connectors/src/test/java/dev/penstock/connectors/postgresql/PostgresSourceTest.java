package dev.penstock.connectors.postgresql;

import dev.penstock.engine.extract.Model;
import dev.penstock.engine.extract.Source;
import dev.penstock.testkit.source.Sample;
import dev.penstock.testkit.source.SourceContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** PostgreSQL keeps the contract of sources. */
class PostgresSourceTest extends SourceContract {
  @SuppressWarnings("NullAway.Init")
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server = TestPostgres.start(TestPostgres.Setup.plain());
    server.execute(
        "CREATE TABLE people (id int, name text, age int)",
        "INSERT INTO people VALUES (1, 'Ada', 36), (2, 'Grace', NULL), (3, '', 0)",
        "CREATE TABLE texts (id int, text text)",
        "CREATE TABLE written (at int)",
        """
        CREATE FUNCTION writing() RETURNS int LANGUAGE plpgsql AS
        'BEGIN INSERT INTO written VALUES (1); RETURN 1; END'
        """);
    try (Connection connection = server.connect();
        PreparedStatement insert = connection.prepareStatement("INSERT INTO texts VALUES (?, ?)")) {
      for (int i = 0; i < TEXTS.size(); i++) {
        insert.setInt(1, i);
        insert.setString(2, TEXTS.get(i));
        insert.executeUpdate();
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Override
  protected Source source() {
    return new PostgresSource(server.settings());
  }

  @Override
  protected boolean wasWrittenTo() {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT 1 FROM written")) {
      return found.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Model.Rows rows(Sample sample) {
    return switch (sample) {
      case PEOPLE -> new Model.Rows.Table("people");
      case NOBODY -> query("SELECT * FROM people WHERE false");
      case NULL_KEY -> query("SELECT NULL::int AS id, 'x' AS name");
      case ODD_NAMES ->
          query("SELECT 1 AS id, 'a' AS \"Mixed Case\", 'b' AS \"say \"\"hi\"\"\", 'c' AS \"😀\"");
      case TEXTS -> new Model.Rows.Table("public.texts");
      case BIG_NUMBERS ->
          query(
              "SELECT 1 AS id, '-9223372036854775808'::bigint AS small,"
                  + " 9007199254740993 AS big,"
                  + " 12345678901234567890123456789012345678.10 AS exact");
      case NOT_NUMBERS ->
          query(
              "SELECT * FROM (VALUES (1, 'NaN'::float8), (2, 'infinity'), (3, '-infinity'),"
                  + " (4, 0.1)) v(id, number)");
      case DUPLICATE_NAMES -> query("SELECT 1 AS id, 2 AS twice, 3 AS twice");
      case TOO_WIDE ->
          query(
              IntStream.rangeClosed(1, 1000)
                  .mapToObj(i -> ", 1 AS c" + i)
                  .collect(Collectors.joining("", "SELECT 1 AS id", "")));
      case BROKEN -> query("SELEKT 1 AS id");
      case BREAKS_LATE -> query("SELECT 100 / (5000 - i) AS id FROM generate_series(1, 9000) i");
      case TWO_STATEMENTS -> query("SELECT 1 AS id; INSERT INTO written VALUES (1)");
      case WRITING -> query("SELECT writing() AS id");
      case MANY ->
          query("SELECT i AS id, repeat('x', 100) AS text FROM generate_series(1, 100000) i");
      case SLOW -> query("SELECT 1 AS id, pg_sleep(600)::text AS slept");
      case HUGE_CELL ->
          query(
              "SELECT i AS id, repeat('x', CASE i WHEN 2 THEN 2000000 ELSE 5 END) AS text"
                  + " FROM generate_series(1, 3) i");
      case INEXACT_KEY -> query("SELECT 1.5::float8 AS id");
    };
  }

  private static Model.Rows query(String sql) {
    return new Model.Rows.Query(sql);
  }
}
