package dev.penstock.server.demo;

import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.connectors.sandbox.simulator.OracleSettings;
import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.Location;
import dev.penstock.server.Penstock;
import dev.penstock.server.PenstockOpener;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunRequest;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Everything living, from nothing: a shop in a real PostgreSQL, a CRM over real HTTP that sometimes
 * fails, three syncs, a day of changes, and three syncs again.
 */
public final class Demo {
  private static final List<String> SYNCS =
      List.of("customers_to_crm", "orders_to_crm", "vips_to_hook");

  private static final int LETTERS_SHOWN = 5;

  private final Location home;
  private final Map<String, String> environment;
  private final PenstockOpener opener;
  private final CountDownLatch interrupted;

  /**
   * @param home its data folder gets a folder {@code demo} with everything
   * @param opener opens the demo's own Penstock
   */
  public Demo(
      Location home,
      Map<String, String> environment,
      PenstockOpener opener,
      CountDownLatch interrupted) {
    this.home = home;
    this.environment = environment;
    this.opener = opener;
    this.interrupted = interrupted;
  }

  /**
   * Tells the story, and unless it is told only once keeps everything up until the interruption.
   *
   * @param story hears it a line at a time
   */
  public void run(boolean once, Consumer<String> story) {
    Path folder = home.data().resolve("demo").toAbsolutePath().normalize();
    Path project = folder.resolve("project");
    Path data = folder.resolve("data");
    clear(folder);
    story.accept(
        "Starting a shop (PostgreSQL) and a CRM (simulated, over HTTP, with a few faults) ...");
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.open(data, EmbeddedPostgres.Settings.from(environment));
        Simulator crm =
            Simulator.start(
                SimulatorSettings.standard()
                    .withFaults(FaultScript.parse(DemoFaults.script()))
                    .withOracle(OracleSettings.countsOnly()))) {
      SampleShop shop = new SampleShop(postgres);
      shop.make();
      DemoProject.write(project, postgres.port(), crm.port());
      Location location = new Location(project, data, Optional.empty(), Duration.ZERO);
      try (Penstock penstock = opener.open(location)) {
        tell(penstock, shop, story);
      }
      story.accept("");
      hints(project, data, story);
      if (!once) {
        story.accept("Shop and CRM stay up. Ctrl-C ends them.");
        interrupted.await();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Penstock penstock, SampleShop shop, Consumer<String> story) {
    story.accept("The shop has 20,000 customers and 30,000 orders. The CRM is empty.");
    story.accept("");
    story.accept("First runs: everything is new.");
    runAll(penstock, story);
    story.accept("");
    story.accept(
        "A day passes: 500 customers become platinum, 120 join, 40 leave, one address is corrected,"
            + " some orders change.");
    story.accept("Every row also gets a new loaded_at, which nobody maps.");
    shop.change();
    story.accept("");
    story.accept("Second runs: only what changed.");
    runAll(penstock, story);
    letters(penstock.dlq().list(LetterFilter.open(Optional.empty()), LETTERS_SHOWN), story);
  }

  private void runAll(Penstock penstock, Consumer<String> story) {
    story.accept(
        "  %-17s %-9s %7s %7s %8s %8s %8s %9s %8s %6s"
            .formatted(
                "sync",
                "status",
                "read",
                "added",
                "updated",
                "deleted",
                "refused",
                "requests",
                "retries",
                "time"));
    for (String sync : SYNCS) {
      if (interrupted.getCount() == 0) {
        throw new PenstockException(ErrorCode.CANCELLED, "The demo was interrupted.");
      }
      RunRecord run = penstock.run(RunRequest.byAPerson(sync), RunProgress.SILENT).run();
      story.accept(line(run));
      if (!run.message().isEmpty()) {
        story.accept("    " + run.message());
      }
    }
  }

  private static String line(RunRecord run) {
    Counts counts = run.counts();
    long millis = run.steps().stream().mapToLong(RunRecord.Step::durationMs).sum();
    return "  %-17s %-9s %,7d %,7d %,8d %,8d %,8d %,9d %,8d %4.1f s"
        .formatted(
            run.sync(),
            run.status().name().toLowerCase(Locale.ROOT),
            counts.read(),
            counts.deliveredAdded(),
            counts.deliveredUpdated(),
            counts.deliveredDeleted(),
            counts.deadLettered(),
            counts.requests(),
            counts.retries(),
            millis / 1000.0);
  }

  private static void letters(List<Letter> letters, Consumer<String> story) {
    if (letters.isEmpty()) {
      return;
    }
    story.accept("");
    story.accept("What the CRM refused, and why:");
    for (Letter letter : letters) {
      story.accept(
          "  key %-6s %s on field %s: %s"
              .formatted(
                  letter.key(),
                  letter.failure().code(),
                  letter.failure().field().orElse("-"),
                  letter.failure().theirs()));
    }
    story.accept("  " + letters.getFirst().failure().code().advice());
    story.accept(
        "  They are tried again by themselves, with their newest values, when they are due.");
  }

  private static void hints(Path project, Path data, Consumer<String> story) {
    String options = " --project " + project + " --data " + data;
    story.accept("Look around:");
    story.accept("  ./penstock status" + options);
    story.accept("  ./penstock runs list" + options);
    story.accept("  ./penstock dlq show 5017" + options);
    story.accept("  the project itself: " + project);
  }

  /** Removes what an earlier demo left; the folder is ours alone. */
  private static void clear(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    Path kept = folder.resolve("data").resolve("postgres");
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.startsWith(kept) && !kept.startsWith(path)) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
