package dev.penstock.house;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;

/**
 * Every Java file is exactly what google-java-format writes. With {@code -Dformat.write=true} the
 * files are rewritten instead.
 *
 * <p>Hashes of files found right are kept under {@code target/}: formatting the whole repository
 * costs seconds, hashing it does not.
 */
class FormatTest {
  private static final boolean WRITE = Boolean.getBoolean("format.write");

  private final Repository repository = Repository.here();
  private final Path known = repository.root().resolve("server/target/formatted.txt");
  private final Formatter formatter = new Formatter();

  @Test
  void every_java_file_is_formatted() throws IOException {
    var formattedBefore = Files.exists(known) ? Set.copyOf(Files.readAllLines(known)) : Set.of();
    var formatted = new ConcurrentSkipListSet<String>();
    var findings = new ConcurrentSkipListSet<String>();

    repository.files(".java").parallelStream()
        .forEach(
            file -> {
              var text = Repository.read(file);
              var hash = hash(text);
              if (formattedBefore.contains(hash) || isFormatted(file, text, findings)) {
                formatted.add(hash);
              }
            });

    Files.createDirectories(known.getParent());
    Files.write(known, formatted);
    Findings.none(
        "Every Java file equals google-java-format's output.",
        "mvn test -pl server -am -Dtest=FormatTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dformat.write=true",
        new TreeSet<>(findings));
  }

  private boolean isFormatted(Path file, String text, Set<String> findings) {
    try {
      var right = formatter.formatSourceAndFixImports(text);
      if (right.equals(text)) {
        return true;
      }
      if (WRITE) {
        Files.writeString(file, right);
        return false;
      }
      findings.add(repository.name(file) + ":" + firstDifference(text, right));
    } catch (FormatterException e) {
      findings.add(repository.name(file) + " cannot be parsed: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    return false;
  }

  private static long firstDifference(String text, String right) {
    var lines = text.lines().toList();
    var expected = right.lines().toList();
    int at = 0;
    while (at < Math.min(lines.size(), expected.size()) && lines.get(at).equals(expected.get(at))) {
      at++;
    }
    return at + 1L;
  }

  // The formatter's version belongs to the hash: another version may write another text.
  private static String hash(String text) {
    var version = Formatter.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(version.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
