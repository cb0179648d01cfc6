package dev.penstock.connectors.mysql;

import static dev.penstock.engine.error.ErrorCode.MODEL_QUERY;
import static dev.penstock.engine.error.ErrorCode.MODEL_TIMEOUT;
import static dev.penstock.engine.error.ErrorCode.SOURCE_AUTH;
import static dev.penstock.engine.error.ErrorCode.SOURCE_TLS;
import static dev.penstock.engine.error.ErrorCode.SOURCE_UNAVAILABLE;

import dev.penstock.connectors.jdbc.Refusal;
import dev.penstock.connectors.jdbc.TheirWords;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.ErrorCode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * MySQL's and MariaDB's errors in our words, as data. Source: the servers' error references (error
 * numbers; both use the same ones below 1900). Messages keep the server's text, but in data errors
 * not the quoted value.
 */
final class ErrorTable {
  static final int NO_SUCH_TABLE = 1146;
  static final int NO_SUCH_COLUMN = 1054;
  static final int DUPLICATE_COLUMN = 1060;

  /** The servers number their errors from here; the driver's own have smaller numbers. */
  private static final int SERVER_ERRORS = 1000;

  /** The driver puts the session's number before the server's words. */
  private static final Pattern SESSION = Pattern.compile("^\\(conn=-?\\d+\\)\\s*");

  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  /** A class of SQLSTATE whose messages quote the values of rows. */
  private static final String DATA_EXCEPTION_CLASS = "22";

  private static final String CONNECTION_CLASS = "08";

  record Rule(Set<Integer> numbers, ErrorCode code, String why, String remedy) {}

  static final List<Rule> RULES =
      List.of(
          new Rule(
              Set.of(1045, 1130, 1129, 1251, 1275, 1396, 1524, 1698, 4151, 3118, 3955, 1820, 1862),
              SOURCE_AUTH,
              "the server refused the login",
              "Check user, password, client certificate and the host from which the user may log"
                  + " in."),
          new Rule(
              Set.of(1044, 1049),
              SOURCE_AUTH,
              "there is no such database, or the user may not use it",
              "Correct the database's name in the settings or grant the user access to it."),
          new Rule(
              Set.of(3159),
              SOURCE_TLS,
              "the server takes no connection without TLS",
              "Set sslmode to require or higher."),
          new Rule(
              Set.of(1040, 1203, 1226, 1037, 1038, 1041, 1114, 1021),
              SOURCE_UNAVAILABLE,
              "the server is short of resources",
              "Run again later or raise the server's limits."),
          new Rule(
              Set.of(1053, 1077, 1079, 1152, 1153, 1158, 1159, 1160, 1161, 1184, 1927, 3169, 3168),
              SOURCE_UNAVAILABLE,
              "the server is stopping or ended the session",
              "Run again when the server is up."),
          new Rule(
              Set.of(1205, 1213, 3572),
              SOURCE_UNAVAILABLE,
              "a table of the model is locked by somebody else",
              "Run again when that work is done."),
          new Rule(
              Set.of(1317),
              SOURCE_UNAVAILABLE,
              "somebody ended the query at the server",
              "Run again."),
          new Rule(
              Set.of(1969, 3024),
              MODEL_TIMEOUT,
              "it took longer than the statement timeout",
              "Make the query cheaper or raise the source's statement timeout."),
          new Rule(
              Set.of(1792, 1290, 1223, 1836),
              MODEL_QUERY,
              "the query tries to write, and models are read only",
              "Take the writing function out of the query."),
          new Rule(
              Set.of(1142, 1143, 1227, 1370, 1345, 1356),
              MODEL_QUERY,
              "the user may not read this",
              "Grant SELECT (and EXECUTE on functions) to the source's user."),
          new Rule(
              Set.of(NO_SUCH_TABLE, 1109),
              MODEL_QUERY,
              "there is no such table",
              "Correct the name."),
          new Rule(
              Set.of(NO_SUCH_COLUMN), MODEL_QUERY, "there is no such column", "Correct the name."));

  private ErrorTable() {}

  /** What went wrong while connecting and logging in. */
  static Refusal login(SQLException e, MysqlSettings settings) {
    if (e.getErrorCode() < SERVER_ERRORS && isTls(e, settings)) {
      return new Refusal(
          SOURCE_TLS,
          "no trusted connection could be made (" + words(e) + ")",
          "Check sslmode, the CA file, the host name in the certificate and the client"
              + " certificate.");
    }
    return query(e);
  }

  /** What went wrong with a statement. */
  static Refusal query(SQLException e) {
    int number = e.getErrorCode();
    for (Rule rule : RULES) {
      if (rule.numbers().contains(number)) {
        return refusal(rule.code(), rule.why(), e, rule.remedy());
      }
    }
    if (number < SERVER_ERRORS || state(e).startsWith(CONNECTION_CLASS)) {
      return refusal(
          SOURCE_UNAVAILABLE,
          "the connection failed",
          e,
          "Check host, port and network; the next run starts over.");
    }
    if (state(e).startsWith(DATA_EXCEPTION_CLASS)) {
      return refusal(
          MODEL_QUERY,
          "a row holds data that the query cannot work with",
          e,
          "Make the query robust against such rows.");
    }
    return refusal(MODEL_QUERY, "the server refused the query", e, "Mend the query.");
  }

  private static Refusal refusal(ErrorCode code, String why, SQLException e, String remedy) {
    String number = e.getErrorCode() < SERVER_ERRORS ? "" : ", error " + e.getErrorCode();
    return new Refusal(code, why + " (" + words(e) + number + ")", remedy);
  }

  /** What the server put in quotes first: the name that it does not know. */
  static String firstQuoted(SQLException e) {
    Matcher quoted = QUOTED.matcher(String.valueOf(e.getMessage()));
    return quoted.find() ? quoted.group(1) : "";
  }

  private static boolean isTls(SQLException e, MysqlSettings settings) {
    if (settings.tls().mode() == TlsMode.DISABLE) {
      return false;
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      boolean file = cause instanceof java.nio.file.FileSystemException;
      if (cause instanceof SSLException || cause instanceof GeneralSecurityException || file) {
        return true;
      }
    }
    // The driver tells a wrong host name and a server without TLS in words only.
    return String.valueOf(e.getMessage()).contains("SSL hostname verification failed")
        || (settings.tls().mode().demandsTls()
            && !(e.getCause() instanceof IOException)
            && TlsProbe.refusesTls(settings));
  }

  private static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /** The other side's words, without values of rows. */
  static String words(SQLException e) {
    String text = said(e);
    if (state(e).startsWith(DATA_EXCEPTION_CLASS)) {
      text = QUOTED.matcher(text).replaceAll("'…'");
    }
    return TheirWords.of(text);
  }

  /** The other side's words as they are, values of rows among them. */
  static String said(SQLException e) {
    return SESSION.matcher(String.valueOf(e.getMessage())).replaceFirst("");
  }
}
