package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Asks a server who it is, through the front door and with the password. */
record Question(int port, Password password, Duration answerWithin) {
  /** The server is starting up, recovering or shutting down. Source: PostgreSQL, appendix A. */
  private static final String CANNOT_CONNECT_NOW = "57P03";

  private static final String WRONG_PASSWORD = "28P01";

  private static final String TOO_MANY_CONNECTIONS = "53300";

  /** What one attempt told. */
  enum Answer {
    /** It is the server of our cluster and works. */
    OURS,
    /** It is a server of another folder. */
    OTHER,
    /** It is busy starting or stopping. */
    NOT_NOW,
    /** It does not take our password. */
    PASSWORD_REFUSED,
    /** Nobody listens, or says nothing in time, or nothing that makes sense. */
    SILENT
  }

  /** The URL without user and password; the loopback connection needs no encryption. */
  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&gssEncMode=disable"
        .formatted(port, database);
  }

  Answer ask(Path cluster) {
    try (var connection = connect("postgres");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SHOW data_directory")) {
      return rows.next() && isSame(Path.of(rows.getString(1)), cluster)
          ? Answer.OURS
          : Answer.OTHER;
    } catch (SQLException e) {
      var state = String.valueOf(e.getSQLState());
      if (state.equals(CANNOT_CONNECT_NOW)) {
        return Answer.NOT_NOW;
      }
      if (state.equals(WRONG_PASSWORD)) {
        return Answer.PASSWORD_REFUSED;
      }
      // That its process is ours is proven before anybody asks; it is only busy.
      return state.equals(TOO_MANY_CONNECTIONS) ? Answer.OURS : Answer.SILENT;
    }
  }

  Connection connect(String database) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", Cluster.USER);
    properties.setProperty("password", password.value());
    var seconds = Long.toString(Math.max(1, answerWithin.toSeconds()));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    return DriverManager.getConnection(url(port, database), properties);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false;
    }
  }
}
