package dev.penstock.server;

import dev.penstock.server.cli.Cli;
import dev.penstock.server.cli.SystemTerminal;
import dev.penstock.server.cli.Terminal;
import dev.penstock.server.project.References;
import dev.penstock.server.wiring.HaltingCrashpoint;
import dev.penstock.server.wiring.LocalPenstock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where the process starts: hands the words of the command line to the command they name. */
public final class Main {
  /** Longer than a request takes to be answered or given up, so that its outcome is recorded. */
  private static final Duration TIDY_UP_MAX = Duration.ofSeconds(35);

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Terminal terminal = SystemTerminal.of(InstantSource.system());
    PenstockOpener opener =
        location ->
            new LocalPenstock(
                location,
                References.ofEnvironment(terminal.environment()),
                System.getenv(),
                InstantSource.system(),
                new SecureRandom(),
                HaltingCrashpoint.fromTestProperty());
    Cli cli = new Cli(terminal, opener);
    CountDownLatch ended = new CountDownLatch(1);
    stopTidily(cli, ended);
    int code = cli.execute(arguments);
    ended.countDown();
    System.exit(code);
  }

  /** On Ctrl-C the JVM ends with 130, and waits for this hook before it does. */
  private static void stopTidily(Cli cli, CountDownLatch ended) {
    Runnable hook =
        () -> {
          if (ended.getCount() == 0) {
            return;
          }
          cli.interrupt();
          try {
            // Too late or not, the process ends: what is not recorded is found by the next run.
            boolean _ = ended.await(TIDY_UP_MAX.toMillis(), TimeUnit.MILLISECONDS);
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        };
    Runtime.getRuntime().addShutdownHook(new Thread(hook, "stop"));
  }
}
