package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs small programs of the operating system, with a bare environment and a bound in time. */
final class Command {
  /** Where to look instead of PATH: a service's is often short, and root's must not mislead us. */
  private static final List<String> FOLDERS =
      List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

  /** A pipe's capacity: our programs print a page at most, and more would be useless here. */
  private static final int OUTPUT_BYTES_MAX = 64 * 1024;

  private Command() {}

  /**
   * What a program answered.
   *
   * @param status its exit status; -1 when it did not end in time and was killed
   * @param output its standard output and error together
   */
  record Answer(int status, String output) {
    boolean isGood() {
      return status == 0;
    }
  }

  /** Prepares a program with nothing of our environment, which may hold secrets. */
  static ProcessBuilder prepare(List<String> words, Path folder) {
    var builder = new ProcessBuilder(words).directory(folder.toFile());
    var environment = builder.environment();
    var path = environment.getOrDefault("PATH", "/usr/bin:/bin");
    environment.clear();
    // C keeps messages in the language that we recognise.
    environment.putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
    return builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
  }

  /** Runs a program to its end or kills it, with all that it started, after {@code bound}. */
  static Answer run(List<String> words, Path folder, Duration bound) throws IOException {
    var process = prepare(words, folder).start();
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new Answer(-1, "did not end within " + bound);
      }
      try (var output = process.getInputStream()) {
        var bytes = output.readNBytes(Math.min(output.available(), OUTPUT_BYTES_MAX));
        return new Answer(process.exitValue(), new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw Failures.interrupted("running " + words.getFirst());
    }
  }

  /** Finds a program of the operating system, or nothing. */
  static Optional<Path> find(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
