package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.engine.error.ErrorCode;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTableTest {
  @ParameterizedTest
  @CsvSource({
    "28P01, SOURCE_AUTH",
    "28000, SOURCE_AUTH",
    "3D000, SOURCE_AUTH",
    "08004, SOURCE_AUTH",
    "08001, SOURCE_UNAVAILABLE",
    "08006, SOURCE_UNAVAILABLE",
    "57P01, SOURCE_UNAVAILABLE",
    "57P02, SOURCE_UNAVAILABLE",
    "57P03, SOURCE_UNAVAILABLE",
    "53300, SOURCE_UNAVAILABLE",
    "55P03, SOURCE_UNAVAILABLE",
    "40001, SOURCE_UNAVAILABLE",
    "57014, SOURCE_UNAVAILABLE",
    "58030, SOURCE_UNAVAILABLE",
    "XX001, SOURCE_UNAVAILABLE",
    "25006, MODEL_QUERY",
    "42501, MODEL_QUERY",
    "42P01, MODEL_QUERY",
    "42601, MODEL_QUERY",
    "22012, MODEL_QUERY",
    "0A000, MODEL_QUERY",
    "21000, MODEL_QUERY",
    "P0001, MODEL_QUERY",
    "54000, MODEL_QUERY"
  })
  void every_state_has_its_code(String state, ErrorCode code) {
    Refusal refusal = ErrorTable.query(new SQLException("theirs", state));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.why()).contains("theirs").contains(state);
    assertThat(refusal.remedy()).endsWith(".");
  }

  @Test
  void a_driver_that_lost_its_way_is_unavailable() {
    var lost = new SQLException("broken pipe", (String) null, new IOException());

    assertThat(ErrorTable.query(lost).code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
  }

  @Test
  void a_value_in_a_data_error_is_not_repeated() {
    var data = new SQLException("invalid input syntax for integer: \"ada@example.org\"", "22P02");

    assertThat(ErrorTable.query(data).why()).doesNotContain("ada").contains("invalid input");
  }
}
