package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.NearestName;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table's name as the project writes it: {@code name} or {@code schema.name}. Each part is taken
 * as it is spelled; if there is no such table, as PostgreSQL reads it without quotes, that is in
 * lower case. A part in double quotes is taken as it is spelled only, and may hold a dot.
 */
final class TableName {
  private static final int CANDIDATES_SHOWN = 2000; // enough to find a neighbour, bounded

  private record Part(String name, boolean exact) {}

  private final String written;
  private final List<Part> parts;

  private TableName(String written, List<Part> parts) {
    this.written = written;
    this.parts = parts;
  }

  /**
   * Takes the name apart.
   *
   * @throws PenstockException CONFIG_INVALID when it is no name
   */
  static TableName of(String model, String written) {
    return parse("The table of model \"" + model + "\"", written);
  }

  /**
   * A destination's table; without a schema it is in {@code public}, whatever the search path.
   *
   * @throws PenstockException CONFIG_INVALID when it is no name
   */
  static TableName ofDestination(String written) {
    TableName name = parse("The destination's table", written);
    return name.parts.size() > 1 ? name : parse("The destination's table", "public." + written);
  }

  private static TableName parse(String what, String written) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    boolean more = true;
    while (more) {
      StringBuilder name = new StringBuilder();
      boolean exact = at < written.length() && written.charAt(at) == '"';
      at = exact ? quoted(written, at + 1, name) : plain(written, at, name);
      parts.add(new Part(name.toString(), exact));
      more = at >= 0 && at < written.length() && written.charAt(at) == '.';
      at = more ? at + 1 : at;
    }
    boolean empty = parts.stream().anyMatch(part -> part.name().isBlank());
    if (at != written.length() || empty || parts.size() > 2 || written.indexOf(0) >= 0) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          what
              + " cannot be \""
              + written
              + "\", because that is no name. Write it as name or schema.name.");
    }
    return new TableName(written, parts);
  }

  private static int plain(String written, int from, StringBuilder name) {
    int at = from;
    while (at < written.length() && written.charAt(at) != '.') {
      name.append(written.charAt(at++));
    }
    return at;
  }

  private static int quoted(String written, int from, StringBuilder name) {
    int at = from;
    while (at < written.length()) {
      char c = written.charAt(at++);
      if (c != '"') {
        name.append(c);
      } else if (at < written.length() && written.charAt(at) == '"') {
        name.append('"');
        at++;
      } else {
        return at;
      }
    }
    return -1;
  }

  /** As it was written, with its schema. */
  String written() {
    return written;
  }

  /** The quoted name of the table that is meant, where the user sees one. */
  Optional<String> seen(Connection connection) throws SQLException {
    try (PreparedStatement find =
        connection.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NOT NULL")) {
      for (String candidate : candidates()) {
        find.setString(1, candidate);
        try (ResultSet found = find.executeQuery()) {
          if (found.next() && found.getBoolean(1)) {
            return Optional.of(candidate);
          }
        }
      }
    }
    return Optional.empty();
  }

  /** A sentence that offers a table of a similar name, or nothing. */
  String neighbour(Connection connection) throws SQLException {
    return NearestName.sentence(parts.getLast().name(), visible(connection));
  }

  /** The quoted name of the table that is meant. */
  String find(Connection connection, String model) throws SQLException {
    Optional<String> seen = seen(connection);
    if (seen.isPresent()) {
      return seen.get();
    }
    throw new PenstockException(
        ErrorCode.MODEL_QUERY,
        "Model \""
            + model
            + "\" cannot be read, because there is no table or view \""
            + written
            + "\" that its user can see."
            + neighbour(connection)
            + " Correct the name or grant USAGE on its schema.");
  }

  private Set<String> candidates() {
    Set<String> candidates = new LinkedHashSet<>();
    Part last = parts.getLast();
    for (String name : spellings(last)) {
      if (parts.size() == 1) {
        candidates.add(quote(name));
        continue;
      }
      for (String schema : spellings(parts.getFirst())) {
        candidates.add(quote(schema) + "." + quote(name));
      }
    }
    return candidates;
  }

  private static List<String> spellings(Part part) {
    return part.exact() ? List.of(part.name()) : List.of(part.name(), folded(part.name()));
  }

  /** PostgreSQL folds ASCII letters only, in the encodings of today. */
  private static String folded(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return folded.toString();
  }

  static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static List<String> visible(Connection connection) throws SQLException {
    String sql =
        """
        SELECT c.relname
        FROM pg_catalog.pg_class c
        WHERE c.relkind IN ('r', 'v', 'm', 'f', 'p')
          AND pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')
          AND c.relnamespace <> 'pg_catalog'::pg_catalog.regnamespace
        ORDER BY c.relname
        LIMIT ?
        """;
    List<String> names = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, CANDIDATES_SHOWN);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
    }
    return names;
  }
}
