package dev.penstock.server.crash;

import dev.penstock.server.Main;
import dev.penstock.server.wiring.HaltingCrashpoint;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The product as a process of its own. Used by one thread. */
final class Child {
  /** Nothing here takes longer, on the busiest machine; then something hangs. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final long POLL_MILLIS = 10;

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * How a process ended.
   *
   * @param out its whole standard output
   * @param err its whole error output
   */
  record Ended(int code, String out, String err) {}

  /**
   * Starts one command.
   *
   * @param halt for example {@code AFTER_SEND:3}; empty for none
   */
  static Child start(
      Path folder, Map<String, String> environment, String halt, List<String> words) {
    try {
      Path out = Files.createTempFile(folder, "child", ".out");
      return start(folder, environment, command(halt, words), Redirect.to(out.toFile()), out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with a reader of its output that has gone away, as {@code head} does. */
  static Child startUnread(Path folder, Map<String, String> environment, List<String> words) {
    try {
      Path nothing = Files.createTempFile(folder, "child", ".out");
      Child child = start(folder, environment, command("", words), Redirect.PIPE, nothing);
      child.process.getInputStream().close();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String halt, List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Small and quick to start: what a crash leaves does not depend on either.
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (!halt.isEmpty()) {
      command.add("-D" + HaltingCrashpoint.PROPERTY + "=" + halt);
    }
    command.addAll(List.of("-cp", classPath(), Main.class.getName()));
    command.addAll(words);
    return command;
  }

  private static Child start(
      Path folder, Map<String, String> environment, List<String> command, Redirect to, Path out)
      throws IOException {
    Path err = Files.createTempFile(folder, "child", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(to)
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Child(builder.start(), out, err);
  }

  /** Ours; relative entries count from our folder, not from the child's. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Waits for its end; a process that hangs is killed, and its code is then 137. */
  Ended ended() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        kill();
        process.waitFor();
        return new Ended(
            process.exitValue(), Files.readString(out), "HANGS\n" + Files.readString(err));
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (InterruptedException e) {
      kill();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until something can be seen from outside. */
  void until(String what, BooleanSupplier seen) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!seen.getAsBoolean()) {
        if (System.nanoTime() - deadline > 0
            || process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("not seen: " + what + "; " + ended());
        }
      }
    } catch (InterruptedException e) {
      kill();
      throw new IllegalStateException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Like {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
  }

  /** Sends {@code TERM}, {@code INT}... to it. */
  void signal(String name) {
    signal(name, process.pid());
  }

  static void signal(String name, long pid) {
    try {
      int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " said " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
