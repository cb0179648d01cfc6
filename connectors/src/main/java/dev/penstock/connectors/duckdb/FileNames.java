package dev.penstock.connectors.duckdb;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that models name by a path relative to the folder. This only completes names; that nothing
 * outside the folder is read is DuckDB's own check (allowed_directories), which follows links.
 */
final class FileNames {
  private static final int SHOWN_MAX = 2000; // enough to find a neighbour, bounded
  private static final int DEPTH_MAX = 4;

  private static final Set<String> ENDINGS =
      Set.of("parquet", "csv", "tsv", "csv.gz", "tsv.gz", "json", "jsonl", "ndjson", "json.gz");

  /** Where SQL names a file: after FROM or JOIN, and first in a function that reads files. */
  private static final Pattern BEFORE_A_FILE =
      Pattern.compile(
          "(?:\\b(?:from|join)\\s*|\\b(?:read_[a-z_]+|parquet_[a-z_]+|sniff_csv|glob)\\s*\\(\\s*\\[?\\s*)$",
          Pattern.CASE_INSENSITIVE);

  /** Between the files of a list that is first in such a function. */
  private static final Pattern IN_A_LIST =
      Pattern.compile(
          "\\b(?:read_[a-z_]+|parquet_[a-z_]+)\\s*\\(\\s*\\[(?:\\s*'(?:[^']|'')*'\\s*,)+\\s*$",
          Pattern.CASE_INSENSITIVE);

  private static final int LOOK_BACK = 4096; // a list of files is not longer

  private FileNames() {}

  /** Whether a table's name is that of a file or of several. */
  static boolean isFile(String table) {
    String name = table.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(ending -> name.endsWith("." + ending));
  }

  /**
   * The path of a file in the folder, with its wildcards.
   *
   * @throws PenstockException CONFIG_INVALID when the name is absolute or leads out of it
   */
  static Path inside(Path folder, String name) {
    try {
      Path path = folder.resolve(name).normalize();
      if (!name.isBlank() && !Path.of(name).isAbsolute() && path.startsWith(folder)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // No path at all; refused below.
    }
    throw outside(folder, name);
  }

  /**
   * The path of a database in the folder, links followed: it is opened before DuckDB itself checks.
   *
   * @throws PenstockException CONFIG_INVALID when it leads out of the folder, SOURCE_UNAVAILABLE
   *     when there is no such file
   */
  static Path database(Path folder, String name) {
    Path file = inside(folder, name);
    try {
      Path real = file.toRealPath();
      if (real.startsWith(folder)) {
        return real;
      }
    } catch (IOException e) {
      throw new PenstockException(
          ErrorCode.SOURCE_UNAVAILABLE,
          "The database "
              + file
              + " of the DuckDB source cannot be opened ("
              + e.getClass().getSimpleName()
              + "). Correct its name in the source's settings or its rights.");
    }
    throw outside(folder, name);
  }

  private static PenstockException outside(Path folder, String name) {
    return new PenstockException(
        ErrorCode.CONFIG_INVALID,
        "The file \""
            + name
            + "\" cannot be read, because it is not in the folder "
            + folder
            + ". Name it by a path relative to that folder.");
  }

  /** The query with the relative names of files completed; line numbers stay the same. */
  static String complete(Path folder, String sql) {
    var completed = new StringBuilder();
    int at = 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      int end = end(sql, at);
      String part = sql.substring(at, end);
      if (c == '\'' && end - at > 2 && namesAFile(completed)) {
        String name = part.substring(1, part.length() - 1).replace("''", "'");
        completed.append(
            name.startsWith("/") || name.contains("://")
                ? part
                : Session.literal(folder + "/" + name));
      } else {
        completed.append(part);
      }
      at = end;
    }
    return completed.toString();
  }

  private static boolean namesAFile(StringBuilder before) {
    String tail = before.substring(Math.max(0, before.length() - LOOK_BACK));
    Matcher first = BEFORE_A_FILE.matcher(tail);
    return first.find() || IN_A_LIST.matcher(tail).find();
  }

  /** Where the quoted text, the comment or the single character at this place ends. */
  private static int end(String sql, int at) {
    char c = sql.charAt(at);
    if (c == '\'' || c == '"') {
      int close = sql.indexOf(c, at + 1);
      while (close >= 0 && close + 1 < sql.length() && sql.charAt(close + 1) == c) {
        close = sql.indexOf(c, close + 2);
      }
      return close < 0 ? sql.length() : close + 1;
    }
    if (sql.startsWith("--", at)) {
      int line = sql.indexOf('\n', at);
      return line < 0 ? sql.length() : line;
    }
    if (sql.startsWith("/*", at)) {
      int close = sql.indexOf("*/", at + 2);
      return close < 0 ? sql.length() : close + 2;
    }
    return at + 1;
  }

  /** The files of the folder, to find the one that was meant. */
  static List<String> known(Path folder) {
    try (Stream<Path> files = Files.walk(folder, DEPTH_MAX)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(FileNames::isFile)
          .limit(SHOWN_MAX)
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of(); // the hint is a courtesy
    }
  }
}
