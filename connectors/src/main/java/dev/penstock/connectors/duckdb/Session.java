package dev.penstock.connectors.duckdb;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;

/**
 * One in-memory DuckDB that can read the files of one folder and do nothing else outside itself:
 * its configuration is locked before a model's text is seen. Not thread-safe.
 *
 * @param folder the folder without links in its path
 */
record Session(Connection connection, Path folder, Path temporary) implements AutoCloseable {
  /** The room that sorting and joining may take on disk before the query fails. */
  private static final String TEMPORARY_MAX = "4GB";

  /**
   * Opens it.
   *
   * @throws PenstockException SOURCE_UNAVAILABLE when the folder cannot be read
   */
  static Session open(DuckdbSettings settings) throws SQLException {
    Path folder;
    Path temporary;
    try {
      folder = settings.folder().toRealPath();
      temporary = Files.createTempDirectory("penstock-duckdb");
    } catch (IOException e) {
      throw new PenstockException(
          ErrorCode.SOURCE_UNAVAILABLE,
          "The folder "
              + settings.folder()
              + " of the DuckDB source cannot be opened ("
              + e.getClass().getSimpleName()
              + "). Correct the folder in the source's settings or its rights.");
    }
    var properties = new Properties();
    properties.setProperty("jdbc_stream_results", "true");
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
    if (connection == null) {
      throw new SQLException("the driver does not take its address");
    }
    var session = new Session(connection, folder, temporary);
    boolean ready = false;
    try {
      session.confine(settings);
      ready = true;
      return session;
    } finally {
      if (!ready) {
        session.close();
      }
    }
  }

  private void confine(DuckdbSettings settings) throws SQLException {
    List<String> first = new ArrayList<>();
    first.add("SET memory_limit = '" + settings.memoryMegabytes() + "MB'");
    first.add("SET threads = " + settings.threads());
    first.add("SET preserve_insertion_order = false"); // keeping it costs memory for nothing
    first.add("SET TimeZone = 'UTC'");
    first.add("SET temp_directory = " + literal(temporary.toString()));
    first.add("SET max_temp_directory_size = '" + TEMPORARY_MAX + "'");
    first.add("SET autoinstall_known_extensions = false");
    first.add("SET autoload_known_extensions = false");
    first.add("SET allow_community_extensions = false");
    if (settings.database().isPresent()) {
      Path file = FileNames.database(folder, settings.database().get());
      first.add("ATTACH " + literal(file.toString()) + " AS penstock_database (READ_ONLY)");
      first.add("USE penstock_database");
    }
    first.add("SET allowed_directories = [" + literal(folder + "/") + "]");
    first.add("SET enable_external_access = false");
    first.add("SET lock_configuration = true");
    try (Statement statement = connection.createStatement()) {
      for (String sql : first) {
        statement.execute(sql);
      }
    }
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing was written, so there is nothing to lose and nothing to say.
    }
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What is left is in the machine's folder for temporary files.
    }
  }
}
