package dev.penstock.connectors.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.engine.error.ErrorCode;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MysqlErrorTableTest {
  @ParameterizedTest
  @CsvSource({
    "1045, 28000, SOURCE_AUTH",
    "1044, 42000, SOURCE_AUTH",
    "1049, 42000, SOURCE_AUTH",
    "1130, HY000, SOURCE_AUTH",
    "1862, HY000, SOURCE_AUTH",
    "3159, 08004, SOURCE_TLS",
    "1040, 08004, SOURCE_UNAVAILABLE",
    "1053, 08S01, SOURCE_UNAVAILABLE",
    "1205, HY000, SOURCE_UNAVAILABLE",
    "1213, 40001, SOURCE_UNAVAILABLE",
    "1317, 70100, SOURCE_UNAVAILABLE",
    "1927, 70100, SOURCE_UNAVAILABLE",
    "0, 08000, SOURCE_UNAVAILABLE",
    "1969, 70100, MODEL_TIMEOUT",
    "3024, HY000, MODEL_TIMEOUT",
    "1792, 25006, MODEL_QUERY",
    "1142, 42000, MODEL_QUERY",
    "1146, 42S02, MODEL_QUERY",
    "1054, 42S22, MODEL_QUERY",
    "1064, 42000, MODEL_QUERY",
    "1690, 22003, MODEL_QUERY",
    "1242, 21000, MODEL_QUERY"
  })
  void every_number_has_its_code(int number, String state, ErrorCode code) {
    Refusal refusal = ErrorTable.query(new SQLException("(conn=7) theirs", state, number));

    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.why()).contains("theirs").doesNotContain("conn=");
    assertThat(refusal.remedy()).endsWith(".");
  }

  @Test
  void a_value_in_a_data_error_is_not_repeated() {
    var data = new SQLException("Truncated incorrect value: 'ada@example.org'", "22007", 1292);

    assertThat(ErrorTable.query(data).why()).doesNotContain("ada").contains("Truncated");
  }
}
