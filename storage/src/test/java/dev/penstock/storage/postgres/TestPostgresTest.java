package dev.penstock.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

final class TestPostgresTest {
  @Test
  void each_test_gets_a_database_of_its_own_in_one_shared_server() throws Exception {
    var one = TestPostgres.fresh("one");
    var other = TestPostgres.fresh("one");

    assertThat(one.url()).isNotEqualTo(other.url());
    try (var connection = DriverManager.getConnection(other.url(), other.user(), other.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT current_database(), current_setting('fsync')")) {
      assertThat(rows.next()).isTrue();
      assertThat(other.url()).contains("/" + rows.getString(1) + "?");
      assertThat(rows.getString(2)).isEqualTo("on");
    }
  }
}
