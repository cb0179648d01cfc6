package dev.penstock.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.extract.Source;
import dev.penstock.testkit.server.TestMariadb;
import dev.penstock.testkit.source.Sample;
import dev.penstock.testkit.source.SourceContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MySQL keeps the contract of sources, shown with MariaDB. */
class MysqlSourceTest extends SourceContract {
  @SuppressWarnings("NullAway.Init")
  private static TestMariadb server;

  @BeforeAll
  static void start() throws Exception {
    server = TestMariadb.shared();
    server.execute(
        "CREATE TABLE people (id int, name varchar(50), age int)",
        "INSERT INTO people VALUES (1, 'Ada', 36), (2, 'Grace', NULL), (3, '', 0)",
        "CREATE TABLE texts (id int, text text)",
        "CREATE TABLE written (at int)",
        """
        CREATE FUNCTION writing() RETURNS int MODIFIES SQL DATA
        BEGIN INSERT INTO written VALUES (1); RETURN 1; END
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

  @Override
  protected Source source() {
    return new MysqlSource(MysqlReader.settings(server));
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
  protected boolean hasNotNumbers() {
    return false;
  }

  /** Its names end where UTF-8 needs four bytes. */
  @Override
  protected String oddestName() {
    return "日本";
  }

  @Test
  void what_would_be_infinite_is_an_error_of_the_query() {
    Model infinite = new Model("sample", query("SELECT 1 AS id, 1e308 * 10 AS n"), List.of("id"));

    PenstockException refused = refused(ExtractRequest.of(infinite, new ColumnUse.All()));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("out of range");
  }

  @Override
  protected Model.Rows rows(Sample sample) {
    return switch (sample) {
      case PEOPLE -> new Model.Rows.Table("people");
      case NOBODY -> query("SELECT * FROM people WHERE false");
      case NULL_KEY -> query("SELECT CAST(NULL AS signed) AS id, 'x' AS name");
      case ODD_NAMES ->
          query("SELECT 1 AS id, 'a' AS `Mixed Case`, 'b' AS `say \"hi\"`, 'c' AS `日本`");
      case TEXTS -> new Model.Rows.Table("shop.texts");
      case BIG_NUMBERS ->
          query(
              "SELECT 1 AS id, -9223372036854775808 AS small, 9007199254740993 AS big,"
                  + " 12345678901234567890123456789012345678.10 AS exact");
      case NOT_NUMBERS -> query("SELECT 1 AS id, 0.1e0 AS number");
      case DUPLICATE_NAMES -> query("SELECT 1 AS id, 2 AS twice, 3 AS twice");
      case TOO_WIDE ->
          query(
              IntStream.rangeClosed(1, 1000)
                  .mapToObj(i -> ", 1 AS c" + i)
                  .collect(Collectors.joining("", "SELECT 1 AS id", "")));
      case BROKEN -> query("SELEKT 1 AS id");
      case BREAKS_LATE ->
          query(
              "SELECT seq AS id, (SELECT b.seq FROM seq_1_to_2 b"
                  + " WHERE b.seq <= IF(a.seq = 5000, 2, 1)) AS one FROM seq_1_to_9000 a");
      case TWO_STATEMENTS -> query("SELECT 1 AS id; INSERT INTO written VALUES (1)");
      case WRITING -> query("SELECT writing() AS id");
      case MANY -> query("SELECT seq AS id, REPEAT('x', 100) AS text FROM seq_1_to_100000");
      case SLOW -> query("SELECT 1 AS id, SLEEP(600) AS slept");
      case HUGE_CELL ->
          query("SELECT seq AS id, REPEAT('x', IF(seq = 2, 2000000, 5)) AS text FROM seq_1_to_3");
      case INEXACT_KEY -> query("SELECT 1.5e0 AS id");
    };
  }

  private static Model.Rows query(String sql) {
    return new Model.Rows.Query(sql);
  }
}
