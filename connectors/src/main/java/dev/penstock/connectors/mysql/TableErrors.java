package dev.penstock.connectors.mysql;

import dev.penstock.connectors.jdbc.TheirWords;
import dev.penstock.connectors.table.Fate;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server says about records that are written, in our words, as data. Source: the error
 * references of MySQL 8.4 and MariaDB (their numbers above 1900 differ).
 */
final class TableErrors {
  record Rule(Set<Integer> numbers, Fate fate, ErrorCode code) {}

  static final int DUPLICATE_ENTRY = 1062;
  static final int NO_SUCH_SAVEPOINT = 1305;
  static final int NO_SUCH_THREAD = 1094;
  static final int NO_RIGHT_TO_TABLE = 1142;
  static final int NO_RIGHT_TO_COLUMN = 1143;
  static final int NO_DEFAULT = 1364;
  static final int LOCK_WAIT_TIMEOUT = 1205;
  static final int DEADLOCK = 1213;
  private static final int INCORRECT_VALUE = 1366;

  /** The servers number their errors from here; the driver's own have smaller numbers. */
  private static final int SERVER_ERRORS = 1000;

  static final List<Rule> RULES =
      List.of(
          refused(ErrorCode.DUPLICATE, DUPLICATE_ENTRY, 1586, 1859),
          refused(ErrorCode.MISSING_REQUIRED, 1048, NO_DEFAULT),
          refused(ErrorCode.FIELD_TOO_LONG, 1406),
          refused(ErrorCode.LOOKUP_MISS, 1452, 1451, 1216, 1217),
          // A check of MySQL, one of MariaDB, and SIGNAL, by which triggers refuse.
          refused(ErrorCode.FIELD_INVALID, 3819, 4025, 1644),
          refused(ErrorCode.TYPE_MISMATCH, INCORRECT_VALUE, 1292, 1264, 1265, 1411, 1416, 1690),
          refused(ErrorCode.TYPE_MISMATCH, 1367, 1525, 3140, 3156),
          new Rule(
              Set.of(LOCK_WAIT_TIMEOUT, DEADLOCK, 3572, 1020), Fate.LATER, ErrorCode.RECORD_LOCKED),
          held(ErrorCode.AUTH_FORBIDDEN, NO_RIGHT_TO_TABLE, NO_RIGHT_TO_COLUMN, 1044, 1227, 1370),
          held(ErrorCode.SCHEMA_STALE, 1146, 1054, 1049, 1412),
          // Read only, a column that is computed, a table that cannot be written to.
          held(ErrorCode.DESTINATION_CONFIG, 1290, 1792, 1836, 1036, 1906, 3105, 1288, 1471, 1665),
          held(ErrorCode.AUTH_EXPIRED, 1045, 1130, 1129, 1251, 1275, 1396, 1524, 1698, 4151, 3118),
          held(ErrorCode.AUTH_EXPIRED, 3955, 1820, 1862),
          held(ErrorCode.TLS, 3159),
          held(ErrorCode.DESTINATION_DOWN, 1040, 1203, 1226, 1037, 1038, 1041, 1114, 1021, 1053),
          held(ErrorCode.DESTINATION_DOWN, 1077, 1079, 1152, 1153, 1158, 1159, 1160, 1161, 1184),
          held(ErrorCode.DESTINATION_DOWN, 1927, 3169, 3168, 1317, 1969, 3024, 1180));

  private static final Rule OF_DRIVER = held(ErrorCode.DESTINATION_DOWN);

  /** Syntax, rights and what is not there: the statement is the same for every record. */
  private static final Rule OF_STATEMENT = held(ErrorCode.DESTINATION_CONFIG);

  private static final Rule OTHER = refused(ErrorCode.UNCLASSIFIED);

  private static final String CONNECTION_CLASS = "08";
  private static final String STATEMENT_CLASS = "42";

  /** After these the session is over, and what it did last is not known. */
  private static final Set<Integer> END_OF_SESSION =
      Set.of(1053, 1077, 1079, 1152, 1153, 1158, 1159, 1160, 1161, 1180, 1184, 1317, 1927, 3169);

  private static final Pattern KEY = Pattern.compile(".* for key '(.*)'$", Pattern.DOTALL);
  private static final Pattern FOREIGN_KEY = Pattern.compile("FOREIGN KEY \\(([^)]*)\\)");
  private static final Pattern CHECK =
      Pattern.compile("(?i)(?:check )?constraint [`']([^`']*)[`'] (?:failed|is violated)");
  private static final Pattern COLUMN =
      Pattern.compile(
          "(?:.* for column|Column|Field) (?:'([^']*)'|(?:`[^`]*`\\.)*`([^`]*)`).*",
          Pattern.DOTALL);

  private TableErrors() {}

  private static Rule refused(ErrorCode code, Integer... numbers) {
    return new Rule(Set.of(numbers), Fate.REFUSED, code);
  }

  private static Rule held(ErrorCode code, Integer... numbers) {
    return new Rule(Set.of(numbers), Fate.HELD, code);
  }

  static Rule rule(SQLException e) {
    int number = e.getErrorCode();
    for (Rule rule : RULES) {
      if (rule.numbers().contains(number)) {
        return isCharacter(e) ? refused(ErrorCode.UNREPRESENTABLE) : rule;
      }
    }
    String state = String.valueOf(e.getSQLState());
    if (number < SERVER_ERRORS || state.startsWith(CONNECTION_CLASS)) {
      return OF_DRIVER;
    }
    return state.startsWith(STATEMENT_CLASS) ? OF_STATEMENT : OTHER;
  }

  /** The column's character set does not have a character of the text. */
  private static boolean isCharacter(SQLException e) {
    return e.getErrorCode() == INCORRECT_VALUE
        && ErrorTable.said(e).startsWith("Incorrect string value");
  }

  /** Whether this is about one record, so that its neighbours may be stored. */
  static boolean isOfRecord(SQLException e) {
    return rule(e).fate() == Fate.REFUSED || e.getErrorCode() == LOCK_WAIT_TIMEOUT;
  }

  /** The server refused a command and the session goes on; else its end is not known. */
  static boolean isRefusal(SQLException e) {
    return e.getErrorCode() >= SERVER_ERRORS && !END_OF_SESSION.contains(e.getErrorCode());
  }

  /** The outcome of one record, or of all where it is not about one. */
  static Outcome outcome(SQLException e, TableShape shape) {
    Rule rule = rule(e);
    return rule.fate().outcome(Failure.of(rule.code(), words(e)), field(e, shape));
  }

  /** Why no session could be had; nothing was stored. */
  static Outcome login(SQLException e, MysqlSettings settings) {
    boolean tls = ErrorTable.login(e, settings).code() == ErrorCode.SOURCE_TLS;
    Rule rule = rule(e);
    ErrorCode code = rule.fate() == Fate.HELD ? rule.code() : ErrorCode.DESTINATION_DOWN;
    Failure failure = Failure.of(tls ? ErrorCode.TLS : code, words(e));
    return new Outcome.Retryable(failure.in(Scope.DESTINATION));
  }

  /** Whether the record is there already by the columns that identify it. */
  static boolean isOfMatch(SQLException e, TableShape shape) {
    return e.getErrorCode() == DUPLICATE_ENTRY
        && key(e).map(shape.constraints()::get).filter(shape.table()::isMatchedBy).isPresent();
  }

  /** The column that the server names, or those of the constraint that it names. */
  private static Optional<String> field(SQLException e, TableShape shape) {
    return switch (rule(e).code()) {
      case DUPLICATE ->
          key(e).map(shape.constraints()::get).map(columns -> String.join(", ", columns));
      case LOOKUP_MISS -> first(FOREIGN_KEY, e).map(TableErrors::unquoted);
      case FIELD_INVALID -> first(CHECK, e).flatMap(check -> checked(check, shape));
      default -> first(COLUMN, e);
    };
  }

  /** MySQL puts the table's name before the key's. */
  private static Optional<String> key(SQLException e) {
    return first(KEY, e).map(name -> name.substring(name.lastIndexOf('.') + 1));
  }

  /** MariaDB names a column's own check by the table and the column. */
  private static Optional<String> checked(String check, TableShape shape) {
    List<String> columns = shape.constraints().get(check);
    if (columns != null) {
      return columns.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", columns));
    }
    String last = check.substring(check.lastIndexOf('.') + 1);
    return Optional.of(last).filter(shape.kinds()::containsKey);
  }

  private static String unquoted(String names) {
    return Arrays.stream(names.split(","))
        .map(name -> name.strip().replace("`", ""))
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> first(Pattern pattern, SQLException e) {
    Matcher found = pattern.matcher(ErrorTable.said(e));
    if (!found.find()) {
      return Optional.empty();
    }
    String name = found.group(1);
    return Optional.ofNullable(name == null ? found.group(2) : name);
  }

  /** The record is the user's own, so what is said about its values is kept. */
  static String words(SQLException e) {
    String number = e.getErrorCode() >= SERVER_ERRORS ? " (error " + e.getErrorCode() + ")" : "";
    return TheirWords.of(ErrorTable.said(e)) + number;
  }
}
