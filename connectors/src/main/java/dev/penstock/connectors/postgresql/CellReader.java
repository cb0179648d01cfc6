package dev.penstock.connectors.postgresql;

import dev.penstock.engine.row.RowWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * Turns one value in PostgreSQL's binary form into a canonical cell, without making objects for the
 * common types. Source of the forms: the server's {@code *_send} functions (src/backend/utils/adt).
 * Used by one thread.
 */
final class CellReader {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final long DAYS_1970_TO_2000 = 10_957L;
  private static final long SECONDS_1970_TO_2000 = 946_684_800L;
  private static final long MICROS_A_SECOND = 1_000_000L;
  private static final int UUID_TEXT = 36;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final boolean textChecked;
  private final NumericDecoder numeric = new NumericDecoder();
  private final byte[] uuid = new byte[UUID_TEXT];

  /**
   * @param textChecked whether the server may send text that is no UTF-8 (only a database with the
   *     encoding SQL_ASCII does)
   */
  CellReader(boolean textChecked) {
    this.textChecked = textChecked;
  }

  void read(Reading reading, byte[] from, int at, int length, RowWriter row) throws SQLException {
    switch (reading) {
      case BOOL -> row.bool(from[at] != 0);
      case INT2 -> row.number((short) SHORTS.get(from, at));
      case INT4 -> row.number((int) INTS.get(from, at));
      case INT8 -> row.number((long) LONGS.get(from, at));
      case OID -> row.number(Integer.toUnsignedLong((int) INTS.get(from, at)));
      case NUMERIC -> numeric.read(from, at, length, row);
      case FLOAT4 -> row.floating(Float.intBitsToFloat((int) INTS.get(from, at)));
      case FLOAT8 -> row.floating(Double.longBitsToDouble((long) LONGS.get(from, at)));
      case TEXT -> {
        if (!textChecked || isUtf8(from, at, length, row)) {
          row.text(from, at, length);
        }
      }
      case UUID -> uuid(from, at, row);
      case DATE -> date((int) INTS.get(from, at), row);
      case TIME -> time((long) LONGS.get(from, at), row);
      case TIMESTAMP -> timestamp((long) LONGS.get(from, at), false, row);
      case TIMESTAMPTZ -> timestamp((long) LONGS.get(from, at), true, row);
      case BYTEA -> row.binary(from, at, length);
      case JSON -> {
        if (!textChecked || isUtf8(from, at, length, row)) {
          row.json(from, at, length);
        }
      }
    }
  }

  private static boolean isUtf8(byte[] from, int at, int length, RowWriter row) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(from, at, length));
      return true;
    } catch (CharacterCodingException e) {
      row.unrepresentable("bytes that are not UTF-8");
      return false;
    }
  }

  private void uuid(byte[] from, int at, RowWriter row) {
    int to = 0;
    for (int i = 0; i < 16; i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) {
        uuid[to++] = '-';
      }
      uuid[to++] = HEX[(from[at + i] >> 4) & 0xf];
      uuid[to++] = HEX[from[at + i] & 0xf];
    }
    row.text(uuid, 0, UUID_TEXT);
  }

  private static void date(int days, RowWriter row) {
    if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
      row.unrepresentable(days > 0 ? "infinity" : "-infinity");
      return;
    }
    row.date(days + DAYS_1970_TO_2000);
  }

  private static void time(long micros, RowWriter row) {
    row.time((int) (micros / MICROS_A_SECOND), (int) (micros % MICROS_A_SECOND) * 1000);
  }

  private static void timestamp(long micros, boolean zoned, RowWriter row) {
    if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
      row.unrepresentable(micros > 0 ? "infinity" : "-infinity");
      return;
    }
    long second = Math.floorDiv(micros, MICROS_A_SECOND) + SECONDS_1970_TO_2000;
    int nano = (int) Math.floorMod(micros, MICROS_A_SECOND) * 1000;
    if (zoned) {
      row.instant(second, nano);
      return;
    }
    row.localDateTime(second, nano);
  }
}
