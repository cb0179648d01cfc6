package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.RowWriter;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class NumericDecoderTest {
  @Test
  void a_form_of_the_wrong_length_is_refused() {
    var row = new RowWriter(RowLimits.DEFAULT);
    row.begin(1);

    assertThatThrownBy(
            () -> new NumericDecoder().read(new byte[] {0, 2, 0, 0, 0, 0, 0, 0}, 0, 8, row))
        .isInstanceOf(SQLException.class);
  }
}
