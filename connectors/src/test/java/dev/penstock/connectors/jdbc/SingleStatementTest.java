package dev.penstock.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleStatementTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT ';' AS a",
        "SELECT \";\" FROM t",
        "SELECT 'it''s; fine' -- and; so is this",
        "SELECT 1 /* ; /* nested ; */ ; */ AS a",
        "SELECT $$;$$, $tag$ $$; $tag$",
        "SELECT E'\\';' AS a",
        "SELECT E'a'\n'\\';' AS a",
        "SELECT E'a' -- note\n '\\';' AS a",
        "SELECT E'a''\\';' AS a",
        "SELECT 'a\\' AS a",
        "SELECT a$b$ FROM t WHERE c$b$ = 1",
        "SELECT fooe'\\' FROM t",
        "SELECT (1), (')') AS a",
        "SELECT $1"
      })
  void one_statement_passes_as_it_is(String sql) {
    assertThat(SingleStatement.of("m", sql)).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT 1;", "SELECT 1 ; ; ", "SELECT 1; -- done", "SELECT 1;/* ; */\n;"})
  void what_follows_the_end_is_left_out(String sql) {
    assertThat(SingleStatement.of("m", sql).strip()).isEqualTo("SELECT 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " -- only a comment",
        ";",
        "SELECT 1; SELECT 2",
        "SELECT ';'; DROP TABLE t",
        "SELECT '\\'; DROP TABLE t --'",
        "SELECT E'a' '\\''; DROP TABLE t --'",
        "SELECT fooe'\\'; DROP TABLE t --'",
        "SELECT \u2003e'\\'; DROP TABLE t --'",
        "SELECT $a$ $b$ ; $a$; DROP TABLE t",
        "SELECT 1) AS model; DROP TABLE t; --",
        "SELECT 1) TO STDOUT --",
        "SELECT (1",
        "SELECT 1 /* open",
        "SELECT 'open",
        "SELECT $$open",
        "SELECT 1\0"
      })
  void anything_else_is_refused(String sql) {
    PenstockException refused =
        catchThrowableOfType(PenstockException.class, () -> SingleStatement.of("m", sql));

    assertThat(refused).as(sql).isNotNull().hasMessageContaining("\"m\"");
    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
  }
}
