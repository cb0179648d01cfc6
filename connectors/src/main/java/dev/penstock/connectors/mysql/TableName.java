package dev.penstock.connectors.mysql;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table's name as the project writes it: {@code name} or {@code database.name}. Letters are
 * compared as the server does it (its {@code lower_case_table_names}); a part in back quotes may
 * hold a dot.
 */
record TableName(List<String> parts) {
  private static final int PARTS_MAX = 2;

  /**
   * Takes the name apart.
   *
   * @throws PenstockException CONFIG_INVALID when it is no name
   */
  static TableName of(String model, String written) {
    return parse("The table of model \"" + model + "\"", written);
  }

  /**
   * A destination's table; without a database it is in the settings' one.
   *
   * @throws PenstockException CONFIG_INVALID when it is no name
   */
  static TableName ofDestination(String database, String written) {
    List<String> parts = parse("The destination's table", written).parts();
    return parts.size() == PARTS_MAX
        ? new TableName(parts)
        : new TableName(List.of(database, parts.getFirst()));
  }

  private static TableName parse(String what, String written) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    boolean more = true;
    while (more) {
      StringBuilder name = new StringBuilder();
      boolean quoted = at < written.length() && written.charAt(at) == '`';
      at = quoted ? quoted(written, at + 1, name) : plain(written, at, name);
      parts.add(name.toString());
      more = at >= 0 && at < written.length() && written.charAt(at) == '.';
      at = more ? at + 1 : at;
    }
    boolean empty = parts.stream().anyMatch(String::isBlank);
    if (at != written.length() || empty || parts.size() > PARTS_MAX || written.indexOf(0) >= 0) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          what
              + " cannot be \""
              + written
              + "\", because that is no name. Write it as name or database.name.");
    }
    return new TableName(List.copyOf(parts));
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
      if (c != '`') {
        name.append(c);
      } else if (at < written.length() && written.charAt(at) == '`') {
        name.append('`');
        at++;
      } else {
        return at;
      }
    }
    return -1;
  }

  /** As it stands in a statement. */
  String sql() {
    return String.join(".", parts.stream().map(TableName::quote).toList());
  }

  static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
