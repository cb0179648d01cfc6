package dev.penstock.connectors.postgresql;

import static dev.penstock.engine.error.ErrorCode.CONFIG_INVALID;
import static dev.penstock.engine.error.ErrorCode.MODEL_QUERY;
import static dev.penstock.engine.error.ErrorCode.MODEL_TIMEOUT;
import static dev.penstock.engine.error.ErrorCode.SOURCE_AUTH;
import static dev.penstock.engine.error.ErrorCode.SOURCE_TLS;
import static dev.penstock.engine.error.ErrorCode.SOURCE_UNAVAILABLE;

import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.TheirWords;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.ErrorCode;
import java.io.FileNotFoundException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * PostgreSQL's errors in our words, as data. Source: manual, appendix A (SQLSTATE); the driver's
 * own states are in its PSQLState. Messages keep the server's first line and its hint, never its
 * detail (which quotes rows), and in data errors not the quoted value.
 */
final class ErrorTable {
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  record Rule(String state, ErrorCode code, String why, String remedy) {}

  /** The first rule whose state is a prefix decides. */
  static final List<Rule> RULES =
      List.of(
          rule(
              "28",
              SOURCE_AUTH,
              "the server refused the login",
              "Check user, password, client certificate and the server's pg_hba.conf."),
          rule(
              "3D000",
              SOURCE_AUTH,
              "there is no such database",
              "Correct the database's name in the source's settings."),
          rule(
              "08004",
              SOURCE_AUTH,
              "the server did not accept the login",
              "Check user and password in the source's settings."),
          rule(
              "08P01",
              SOURCE_UNAVAILABLE,
              "the conversation with the server broke",
              "Run again; if it happens again, look for a proxy between us and the server."),
          rule(
              "08",
              SOURCE_UNAVAILABLE,
              "the connection failed",
              "Check host, port and network; the next run starts over."),
          rule(
              "57P",
              SOURCE_UNAVAILABLE,
              "the server is starting, stopping or ended the session",
              "Run again when the server is up."),
          rule(
              "53",
              SOURCE_UNAVAILABLE,
              "the server is short of resources",
              "Run again later or raise the server's limits."),
          rule(
              "55P03",
              SOURCE_UNAVAILABLE,
              "a table of the model is locked by somebody else",
              "Run again when that work is done."),
          rule(
              "40",
              SOURCE_UNAVAILABLE,
              "the server gave the transaction up",
              "Run again; on a standby raise max_standby_streaming_delay."),
          rule("57014", SOURCE_UNAVAILABLE, "somebody ended the query at the server", "Run again."),
          rule(
              "58",
              SOURCE_UNAVAILABLE,
              "the server has trouble with its files",
              "Ask the administrator of the server."),
          rule(
              "XX",
              SOURCE_UNAVAILABLE,
              "the server reports an error of its own",
              "Ask the administrator of the server."),
          rule(
              "25006",
              MODEL_QUERY,
              "the query tries to write, and models are read only",
              "Take the writing function out of the query."),
          rule(
              "42501",
              MODEL_QUERY,
              "the user may not read this",
              "Grant SELECT (and USAGE on the schema) to the source's user."),
          rule(
              "22023",
              MODEL_QUERY,
              "a value or setting is not accepted",
              "Mend the query or the source's options."),
          rule(
              "22",
              MODEL_QUERY,
              "a row holds data that the query cannot work with",
              "Make the query robust against such rows."),
          rule("42", MODEL_QUERY, "the query is not understood", "Mend the query."),
          rule(
              "",
              MODEL_QUERY,
              "the server refused the query",
              "Read the server's words and mend the query."));

  private ErrorTable() {}

  private static Rule rule(String state, ErrorCode code, String why, String remedy) {
    return new Rule(state, code, why, remedy);
  }

  /** What went wrong while connecting and logging in. */
  static Refusal login(SQLException e, PostgresSettings settings) {
    boolean theirs = serverMessage(e).isPresent();
    if (!theirs && isTls(e, settings)) {
      return new Refusal(
          SOURCE_TLS,
          "no trusted connection could be made (" + words(e) + ")",
          "Check sslmode, the CA file, the host name in the certificate and the client"
              + " certificate.");
    }
    if (theirs && state(e).startsWith("22")) {
      return new Refusal(
          CONFIG_INVALID,
          "an option is not accepted (" + words(e) + ")",
          "Correct the source's options.");
    }
    return query(e);
  }

  /** What went wrong with a statement. */
  static Refusal query(SQLException e) {
    String state = state(e);
    if (state.isEmpty() && serverMessage(e).isEmpty()) {
      state = SqlStates.CONNECTION_FAILURE; // the driver itself lost its way
    }
    for (Rule rule : RULES) {
      if (state.startsWith(rule.state())) {
        return new Refusal(
            rule.code(), rule.why() + " (" + words(e) + ", SQLSTATE " + state + ")", rule.remedy());
      }
    }
    throw new IllegalStateException("the last rule takes every state");
  }

  /** The statement ran into its timeout. */
  static Refusal timeout(PostgresSettings settings) {
    return new Refusal(
        MODEL_TIMEOUT,
        "reading it took longer than the statement timeout of "
            + settings.statementTimeout().toSeconds()
            + " s",
        "Make the query cheaper or raise the source's statement timeout.");
  }

  static boolean isQueryCanceled(SQLException e) {
    return state(e).equals(SqlStates.QUERY_CANCELED);
  }

  /**
   * Where in the statement the server found the error, counted in characters from 1; 0 when it did
   * not say.
   */
  static int position(SQLException e) {
    return serverMessage(e).map(ServerErrorMessage::getPosition).orElse(0);
  }

  private static boolean isTls(SQLException e, PostgresSettings settings) {
    if (settings.tls().mode() == TlsMode.DISABLE) {
      return false;
    }
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException
          || cause instanceof GeneralSecurityException
          || cause instanceof FileNotFoundException) {
        return true;
      }
    }
    // The driver reports a wrong host name as a connection failure of its own, without a cause,
    // and a server without TLS as a rejected connection.
    boolean withoutCause = e.getCause() == null;
    boolean wrongName =
        settings.tls().mode() == TlsMode.VERIFY_FULL
            && state(e).equals(SqlStates.CONNECTION_FAILURE);
    boolean noTls =
        settings.tls().mode().demandsTls()
            && state(e).equals(SqlStates.CONNECTION_REJECTED)
            && TlsProbe.refusesTls(settings);
    return withoutCause && (wrongName || noTls);
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  private static Optional<ServerErrorMessage> serverMessage(SQLException e) {
    return e instanceof PSQLException p
        ? Optional.ofNullable(p.getServerErrorMessage())
        : Optional.empty();
  }

  /** The other side's words: bounded, on one line, without values of rows. */
  static String words(SQLException e) {
    Optional<ServerErrorMessage> server = serverMessage(e);
    String text =
        server
            .map(m -> m.getMessage() + (m.getHint() == null ? "" : " Hint: " + m.getHint()))
            .orElseGet(() -> String.valueOf(e.getMessage()));
    if (state(e).startsWith(SqlStates.DATA_EXCEPTION_CLASS)) {
      text = QUOTED.matcher(text).replaceAll("\"…\"");
    }
    return TheirWords.of(text);
  }
}
