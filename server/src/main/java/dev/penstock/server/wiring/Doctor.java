package dev.penstock.server.wiring;

import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.server.ConnectionTest;
import dev.penstock.server.Finding;
import dev.penstock.server.Location;
import dev.penstock.server.project.Problem;
import dev.penstock.server.project.ProjectReading;
import dev.penstock.storage.ledger.LedgerCheck;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Supplier;

/** Looks at everything that a run needs, and writes nothing. Used once, by one thread. */
final class Doctor {
  /** Below this a first run of some million rows may fill the disk. */
  private static final long SPACE_WANTED = 1L << 30;

  /** The embedded PostgreSQL alone reserves about as much. */
  private static final long SPACE_NEEDED = 200L << 20;

  /** Due times and leases bear this much; more makes times of runs hard to read. */
  private static final Duration CLOCK_MAX = Duration.ofSeconds(5);

  private final Location location;
  private final InstantSource clock;
  private final List<Finding> findings = new ArrayList<>();

  Doctor(Location location, InstantSource clock) {
    this.location = location;
    this.clock = clock;
  }

  List<Finding> examine(ProjectReading reading, Supplier<List<ConnectionTest>> connections) {
    machine();
    dataFolder();
    ledger();
    project(reading);
    if (reading.project().isPresent()) {
      connections.get().forEach(this::connection);
    }
    return List.copyOf(findings);
  }

  private void machine() {
    findings.add(
        Finding.ok(
            "Penstock",
            Optional.ofNullable(Doctor.class.getPackage().getImplementationVersion())
                    .orElse("(development)")
                + "; brings PostgreSQL "
                + EmbeddedPostgres.version()
                + " along."));
    findings.add(
        Finding.ok(
            "Java",
            "%s on %s %s; heap up to %s."
                .formatted(
                    Runtime.version(),
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    size(Runtime.getRuntime().maxMemory()))));
    findings.add(
        Finding.ok("time zone", TimeZone.getDefault().getID() + "; times are kept in UTC."));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes >> 20);
  }

  private void dataFolder() {
    Path data = location.data();
    if (!Files.exists(data)) {
      Path above = data;
      while (!Files.exists(above) && above.getParent() != null) {
        above = above.getParent();
      }
      writable("data folder", above, data + " is made by the first command that needs it.");
      space(above);
      return;
    }
    writable("data folder", data, data + " can be written to.");
    space(data);
    mode(data);
    lock(data.resolve("writer.lock"));
  }

  private void writable(String subject, Path folder, String fine) {
    findings.add(
        Files.isDirectory(folder) && Files.isWritable(folder)
            ? Finding.ok(subject, fine)
            : Finding.fail(
                subject,
                folder + " cannot be written to by this user.",
                "Give this user the folder, or name another with --data or PENSTOCK_DATA."));
  }

  private void space(Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      String seen = size(free) + " are free.";
      String remedy = "Make room, or put the data folder on another disk with --data.";
      findings.add(
          free < SPACE_NEEDED
              ? Finding.fail("disk", seen, remedy)
              : free < SPACE_WANTED
                  ? Finding.warn("disk", seen, remedy)
                  : Finding.ok("disk", seen));
    } catch (IOException e) {
      findings.add(Finding.warn("disk", unknown(e), "Look at the disk of " + folder + "."));
    }
  }

  private static String unknown(IOException e) {
    return "It could not be looked at (" + e.getClass().getSimpleName() + ").";
  }

  private void mode(Path data) {
    try {
      if (Files.getPosixFilePermissions(data).contains(PosixFilePermission.OTHERS_WRITE)) {
        findings.add(
            Finding.warn(
                "permissions",
                "Everybody on this machine may write to the data folder.",
                "chmod o-w " + data));
      } else {
        findings.add(Finding.ok("permissions", "Strangers cannot write to the data folder."));
      }
    } catch (IOException | UnsupportedOperationException e) {
      findings.add(
          Finding.warn(
              "permissions",
              "They could not be looked at (" + e.getClass().getSimpleName() + ").",
              "See to it that only this user may write to " + data + "."));
    }
  }

  private void lock(Path file) {
    if (!Files.exists(file)) {
      findings.add(Finding.ok("lock", "Nobody writes to the data folder."));
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      findings.add(lock == null ? busy() : Finding.ok("lock", "Nobody writes to the data folder."));
    } catch (OverlappingFileLockException _) {
      findings.add(busy());
    } catch (IOException e) {
      findings.add(
          Finding.fail("lock", unknown(e), "Give this user the file " + file + " to write to."));
    }
  }

  private static Finding busy() {
    return Finding.warn(
        "lock",
        "Another Penstock process writes to the data folder now.",
        "Wait for it, or give commands --lock-wait 5m.");
  }

  private void ledger() {
    if (location.ledger().isEmpty()) {
      Path version = location.data().resolve("postgres").resolve("cluster").resolve("PG_VERSION");
      findings.add(
          Finding.ok(
              "ledger",
              Files.exists(version)
                  ? "Embedded, in the data folder; commands that need it start it."
                  : "Embedded; the first command that needs it makes it."));
      return;
    }
    try {
      var seen = LedgerCheck.look(Stores.checked(location.ledger().get()), clock);
      findings.add(ledger(seen));
      findings.add(
          seen.ahead().abs().compareTo(CLOCK_MAX) > 0
              ? Finding.warn(
                  "clock",
                  "The ledger's clock differs by " + seen.ahead().toMillis() + " ms.",
                  "Let both machines take their time from NTP.")
              : Finding.ok(
                  "clock", "The ledger's clock differs by " + seen.ahead().toMillis() + " ms."));
    } catch (PenstockException e) {
      findings.add(Finding.fail("ledger", String.valueOf(e.getMessage()), e.code().advice()));
    }
  }

  private static Finding ledger(LedgerCheck.Seen seen) {
    String server = "PostgreSQL " + seen.version();
    if (seen.isNewerThanThisBuild()) {
      return Finding.fail(
          "ledger",
          server + "; a newer Penstock has upgraded its schema.",
          "Start that Penstock, or restore a backup made before.");
    }
    if (seen.schema().isEmpty() && !seen.mayCreate()) {
      return Finding.fail(
          "ledger",
          server + "; its user may not make the schema penstock.",
          "GRANT CREATE ON DATABASE ... to that user, or name another user.");
    }
    return Finding.ok(
        "ledger",
        server
            + (seen.schema().isPresent()
                ? "; its schema has version " + seen.schema().getAsInt() + "."
                : "; the first command that needs it makes its schema."));
  }

  private void project(ProjectReading reading) {
    long errors = reading.problems().stream().filter(Problem::isError).count();
    long warnings = reading.problems().size() - errors;
    Optional<Problem> absence = reading.problems().stream().filter(Problem::isAbsence).findFirst();
    if (absence.isPresent()) {
      findings.add(
          Finding.fail("project", absence.get().message(), absence.get().suggestion().orElse("")));
    } else if (errors > 0) {
      findings.add(
          Finding.fail(
              "project",
              "It has errors: " + errors + ". The first: " + reading.problems().getFirst(),
              "`penstock validate` shows all of them."));
    } else if (warnings > 0) {
      findings.add(
          Finding.warn(
              "project",
              "It is valid, with warnings: " + warnings + ".",
              "`penstock validate` shows them."));
    } else {
      findings.add(Finding.ok("project", reading.name() + " is valid."));
    }
  }

  private void connection(ConnectionTest test) {
    String subject = test.side().name().toLowerCase(Locale.ROOT) + " " + test.name();
    Optional<TestStep> failed =
        test.steps().stream().filter(step -> step.result() == TestStep.Result.FAILED).findFirst();
    findings.add(
        failed
            .map(step -> Finding.fail(subject, step.name() + ": " + step.detail(), step.remedy()))
            .orElseGet(
                () -> Finding.ok(subject, "Passed every step: " + test.steps().size() + ".")));
  }
}
