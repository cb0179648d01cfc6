package dev.penstock.storage.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements with their arguments, in the few types that the ledger stores. */
final class Sql {
  /** Text columns cannot hold NUL; people see its picture instead. */
  private static final char NUL_PICTURE = '\u2400';

  private Sql() {}

  /** Makes a value of the current row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Runs a statement that changes rows, and returns how many. */
  static int update(Connection connection, String sql, Object... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      return statement.executeUpdate();
    }
  }

  static <T> List<T> list(
      Connection connection, RowReader<T> reader, String sql, Object... arguments)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    }
  }

  static <T> Optional<T> first(
      Connection connection, RowReader<T> reader, String sql, Object... arguments)
      throws SQLException {
    return list(connection, reader, sql, arguments).stream().findFirst();
  }

  /** Sets all parameters; an empty {@link Optional} is NULL. */
  static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      bind(statement, i + 1, arguments[i]);
    }
  }

  private static void bind(PreparedStatement statement, int at, Object argument)
      throws SQLException {
    switch (argument) {
      case String text -> statement.setString(at, storable(text));
      case Integer number -> statement.setInt(at, number);
      case Long number -> statement.setLong(at, number);
      case Boolean flag -> statement.setBoolean(at, flag);
      case byte[] bytes -> statement.setBytes(at, bytes);
      case Instant instant -> statement.setObject(at, timestamp(instant));
      case Enum<?> word -> statement.setString(at, word.name());
      case String[] texts -> array(statement, at, "text", storable(texts));
      case Long[] numbers -> array(statement, at, "int8", numbers);
      case Integer[] numbers -> array(statement, at, "int4", numbers);
      case List<?> texts -> array(statement, at, "text", storable(texts.toArray(String[]::new)));
      case byte[][] values -> array(statement, at, "bytea", values);
      case Optional<?> maybe when maybe.isPresent() -> bind(statement, at, maybe.get());
      case Optional<?> _ -> statement.setNull(at, Types.NULL);
      default -> throw new IllegalArgumentException("no column type for " + argument.getClass());
    }
  }

  private static void array(PreparedStatement statement, int at, String type, Object[] items)
      throws SQLException {
    statement.setArray(at, statement.getConnection().createArrayOf(type, items));
  }

  /** A text as a text column takes it. */
  static String storable(String text) {
    return text.replace('\0', NUL_PICTURE);
  }

  private static String[] storable(String[] texts) {
    String[] clean = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      clean[i] = storable(texts[i]);
    }
    return clean;
  }

  /** "Never" is infinity in the database; it sorts there as it does here. */
  private static OffsetDateTime timestamp(Instant instant) {
    return instant.equals(Instant.MAX) ? OffsetDateTime.MAX : instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value.equals(OffsetDateTime.MAX) ? Instant.MAX : value.toInstant();
  }

  static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
    return row.getObject(column) == null ? Optional.empty() : Optional.of(instant(row, column));
  }

  static Optional<String> maybeText(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  static List<Long> longs(ResultSet row, String column) throws SQLException {
    return List.of((Long[]) row.getArray(column).getArray());
  }

  static List<Integer> integers(ResultSet row, String column) throws SQLException {
    return List.of((Integer[]) row.getArray(column).getArray());
  }
}
