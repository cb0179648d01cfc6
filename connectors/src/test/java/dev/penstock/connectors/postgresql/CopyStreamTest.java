package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyStreamTest {
  private static final List<List<String>> ROWS =
      List.of(List.of("1", "Ada", "NULL"), List.of("22", "", "x".repeat(300)), List.of());

  private static byte[] copy(boolean trailer) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write("PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
    out.writeInt(0);
    out.writeInt(3);
    out.write(new byte[3]);
    for (List<String> row : ROWS) {
      out.writeShort(row.size());
      for (String cell : row) {
        out.writeInt(cell.equals("NULL") ? -1 : cell.length());
        out.writeBytes(cell.equals("NULL") ? "" : cell);
      }
    }
    if (trailer) {
      out.writeShort(-1);
    }
    return bytes.toByteArray();
  }

  private static List<List<String>> read(Deque<byte[]> pieces) throws SQLException {
    var stream = new CopyStream(pieces::poll);
    List<List<String>> rows = new ArrayList<>();
    for (int fields = stream.row(); fields >= 0; fields = stream.row()) {
      List<String> row = new ArrayList<>();
      for (int i = 0; i < fields; i++) {
        int length = stream.field();
        row.add(
            length < 0
                ? "NULL"
                : new String(stream.bytes(), stream.start(length), length, StandardCharsets.UTF_8));
      }
      rows.add(row);
    }
    return rows;
  }

  private static Deque<byte[]> cut(byte[] whole, int size) {
    Deque<byte[]> pieces = new ArrayDeque<>();
    for (int at = 0; at < whole.length; at += size) {
      pieces.add(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + size)));
    }
    return pieces;
  }

  @Test
  void rows_are_the_same_whatever_the_pieces() throws Exception {
    byte[] whole = copy(true);
    for (int size = 1; size <= whole.length; size++) {
      assertThat(read(cut(whole, size))).as("pieces of %s bytes", size).isEqualTo(ROWS);
    }
  }

  @Test
  void a_copy_that_stops_anywhere_is_never_complete() throws Exception {
    byte[] whole = copy(true);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut(part, 64)))
          .as("the first %s bytes", length)
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void bytes_after_the_end_and_other_formats_are_refused() throws Exception {
    byte[] whole = copy(true);
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    byte[] other = whole.clone();
    other[0] = 'X';

    assertThatThrownBy(() -> read(cut(longer, 64))).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> read(cut(other, 64))).isInstanceOf(SQLException.class);
  }
}
