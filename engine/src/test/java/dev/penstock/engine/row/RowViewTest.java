package dev.penstock.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowViewTest {
  private static final Columns COLUMNS =
      Columns.of(
          1,
          List.of(
              new Column("id", Tag.NUMBER, "int8"),
              new Column("name", Tag.TEXT, "text"),
              new Column("data", Tag.JSON, "jsonb")));

  @Test
  void a_deleted_row_has_its_key_and_null_elsewhere() {
    byte[] row = row();
    RowWriter key = new RowWriter(RowLimits.DEFAULT);
    key.begin(1);
    key.number(42);

    RowView view = new RowView(COLUMNS).wrap(row, 0, key.size());

    assertThat(view.keyText()).isEqualTo("42");
    assertThat(view.tag(1)).isEqualTo(Tag.NULL);
    assertThat(view.tag(2)).isEqualTo(Tag.NULL);
  }

  @Test
  void damaged_bytes_never_read_outside_the_row() {
    byte[] row = row();
    RowView view = new RowView(COLUMNS);
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = row.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        view.wrap(damaged, 0, 1 + random.nextInt(damaged.length));
        for (int column = 0; column < 3; column++) {
          assertThat(view.end(column)).isBetween(view.start(column), damaged.length);
        }
      } catch (IllegalArgumentException expected) {
        assertThat(expected.getMessage()).contains("canonical");
      }
    }
  }

  @Test
  void a_cut_row_is_refused() {
    byte[] row = row();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RowView(COLUMNS).wrap(Arrays.copyOf(row, row.length - 1), 0, row.length - 1));
  }

  private static byte[] row() {
    RowWriter writer = new RowWriter(RowLimits.DEFAULT);
    writer.begin(1);
    writer.number(42);
    writer.text("Ada");
    byte[] json = "{\"a\":[1,2]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    writer.json(json, 0, json.length);
    return Arrays.copyOf(writer.array(), writer.size());
  }
}
