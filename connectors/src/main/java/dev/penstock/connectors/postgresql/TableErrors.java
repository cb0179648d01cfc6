package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.TheirWords;
import dev.penstock.connectors.table.Fate;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a server says about records that are written, in our words, as data. Source: manual,
 * appendix A (SQLSTATE).
 */
final class TableErrors {
  record Rule(String state, Fate fate, ErrorCode code) {}

  /** The first rule whose state is a prefix decides. */
  static final List<Rule> RULES =
      List.of(
          refused("23505", ErrorCode.DUPLICATE),
          refused("23P01", ErrorCode.DUPLICATE),
          refused("23502", ErrorCode.MISSING_REQUIRED),
          refused("23503", ErrorCode.LOOKUP_MISS),
          refused("23514", ErrorCode.FIELD_INVALID),
          refused("22001", ErrorCode.FIELD_TOO_LONG),
          refused("22P02", ErrorCode.TYPE_MISMATCH),
          refused("22007", ErrorCode.TYPE_MISMATCH),
          refused("22008", ErrorCode.TYPE_MISMATCH),
          refused("22003", ErrorCode.TYPE_MISMATCH),
          refused("22P05", ErrorCode.UNREPRESENTABLE),
          refused("P0001", ErrorCode.FIELD_INVALID),
          refused("42501", ErrorCode.FIELD_FORBIDDEN),
          new Rule("40001", Fate.LATER, ErrorCode.RECORD_LOCKED),
          new Rule("40P01", Fate.LATER, ErrorCode.RECORD_LOCKED),
          new Rule(SqlStates.LOCK_NOT_AVAILABLE, Fate.LATER, ErrorCode.RECORD_LOCKED),
          held("42P01", ErrorCode.SCHEMA_STALE),
          held("42703", ErrorCode.SCHEMA_STALE),
          held("3F000", ErrorCode.SCHEMA_STALE),
          // Syntax, rights, what is not there: the statement is the same for every record.
          held("42", ErrorCode.DESTINATION_CONFIG),
          held("25006", ErrorCode.DESTINATION_CONFIG),
          held("3D000", ErrorCode.DESTINATION_CONFIG),
          held("28", ErrorCode.AUTH_EXPIRED),
          held("08", ErrorCode.DESTINATION_DOWN),
          held("53", ErrorCode.DESTINATION_DOWN),
          held("57", ErrorCode.DESTINATION_DOWN),
          held("58", ErrorCode.DESTINATION_DOWN),
          refused("", ErrorCode.UNCLASSIFIED));

  private static final Rule NO_RIGHT = held("42501", ErrorCode.AUTH_FORBIDDEN);

  /** The server's function that checks rights to tables; triggers and row policies use others. */
  private static final String RIGHTS_CHECK = "aclcheck_error";

  private TableErrors() {}

  private static Rule refused(String state, ErrorCode code) {
    return new Rule(state, Fate.REFUSED, code);
  }

  private static Rule held(String state, ErrorCode code) {
    return new Rule(state, Fate.HELD, code);
  }

  static Rule rule(SQLException e) {
    String state = state(e);
    boolean ofRights =
        server(e)
            .map(ServerErrorMessage::getRoutine)
            .filter(routine -> routine.startsWith(RIGHTS_CHECK))
            .isPresent();
    if (ofRights) {
      return NO_RIGHT;
    }
    for (Rule rule : RULES) {
      if (state.startsWith(rule.state())) {
        return rule;
      }
    }
    throw new IllegalStateException("the last rule takes every state");
  }

  /** Whether this is about one record, so that its neighbours may be stored. */
  static boolean isOfRecord(SQLException e) {
    return rule(e).fate() == Fate.REFUSED || isLock(e);
  }

  /** Somebody else has locked a record for longer than we wait. */
  static boolean isLock(SQLException e) {
    return SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState());
  }

  /** The server refused a command and the session goes on; else its end is not known. */
  static boolean isRefusal(SQLException e) {
    return server(e).map(ServerErrorMessage::getSeverity).filter("ERROR"::equals).isPresent();
  }

  /**
   * The outcome of one record, or of all where it is not about one.
   *
   * @param constraints the columns of each, by its name
   */
  static Outcome outcome(SQLException e, Map<String, List<String>> constraints) {
    Rule rule = rule(e);
    return rule.fate().outcome(Failure.of(rule.code(), words(e)), field(e, constraints));
  }

  /** Why no session could be had; nothing was stored. */
  static Outcome login(SQLException e, PostgresSettings settings) {
    boolean tls = ErrorTable.login(e, settings).code() == ErrorCode.SOURCE_TLS;
    Rule rule = rule(e);
    ErrorCode code = rule.fate() == Fate.HELD ? rule.code() : ErrorCode.DESTINATION_DOWN;
    Failure failure = Failure.of(tls ? ErrorCode.TLS : code, words(e));
    return new Outcome.Retryable(failure.in(Scope.DESTINATION));
  }

  /** The column that the server names, or those of the constraint that it names. */
  private static Optional<String> field(SQLException e, Map<String, List<String>> constraints) {
    Optional<ServerErrorMessage> server = server(e);
    Optional<String> column = server.map(ServerErrorMessage::getColumn);
    return column.isPresent()
        ? column
        : server
            .map(ServerErrorMessage::getConstraint)
            .map(constraints::get)
            .map(columns -> String.join(", ", columns));
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? SqlStates.CONNECTION_FAILURE : state;
  }

  /** The record is the user's own, so what is said about its values is kept. */
  static String words(SQLException e) {
    var parts = new ArrayList<String>();
    server(e)
        .ifPresent(
            m -> {
              parts.add(String.valueOf(m.getMessage()));
              Optional.ofNullable(m.getDetail()).ifPresent(parts::add);
              Optional.ofNullable(m.getHint()).ifPresent(hint -> parts.add("Hint: " + hint));
            });
    if (parts.isEmpty()) {
      parts.add(String.valueOf(e.getMessage()));
    }
    return TheirWords.of(String.join(" ", parts)) + " (SQLSTATE " + state(e) + ")";
  }

  private static Optional<ServerErrorMessage> server(SQLException e) {
    return e instanceof PSQLException p
        ? Optional.ofNullable(p.getServerErrorMessage())
        : Optional.empty();
  }
}
