package dev.penstock.server.cli;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.server.ConnectionTest;
import dev.penstock.server.Finding;
import dev.penstock.server.InitReport;
import dev.penstock.server.LetterCommands;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.Penstock;
import dev.penstock.server.PlanReport;
import dev.penstock.server.PreviewReport;
import dev.penstock.server.ResetReport;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.RunRequest;
import dev.penstock.server.SimulationRequest;
import dev.penstock.server.StateCheck;
import dev.penstock.server.SyncCommands;
import dev.penstock.server.project.ProjectReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A Penstock that answers as a test says and remembers what it was asked. */
final class ScriptedPenstock implements Penstock {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final ProjectReading reading;
  private final Map<String, Supplier<RunReport>> runs = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<Long> waits = new ArrayList<>();
  private boolean empty;
  private String damage = "";
  private boolean closed;

  ScriptedPenstock(ProjectReading reading) {
    this.reading = reading;
  }

  ScriptedPenstock willRun(String sync, Supplier<RunReport> answer) {
    runs.put(sync, answer);
    return this;
  }

  /** A run is held off so often, for so long, always for the same reason. */
  ScriptedPenstock willWait(Long... millis) {
    waits.addAll(List.of(millis));
    return this;
  }

  ScriptedPenstock isEmpty() {
    empty = true;
    return this;
  }

  ScriptedPenstock isDamaged(String finding) {
    damage = finding;
    return this;
  }

  List<String> asked() {
    return asked;
  }

  boolean isClosed() {
    return closed;
  }

  static RunRecord ended(RunStatus status, Counts counts, Optional<ErrorCode> error, String why) {
    return new RunRecord(
        "run_0192f3a4b5c6",
        "customers_to_hook",
        "manual",
        "ann",
        7,
        status,
        NOON.minusSeconds(721),
        Optional.of(NOON.minusSeconds(480)),
        counts,
        List.of(
            new RunRecord.Step("extract", 92_000),
            new RunRecord.Step("plan", 21_400),
            new RunRecord.Step("deliver", 126_600),
            new RunRecord.Step("settle", 980)),
        error,
        why,
        Optional.empty());
  }

  static Counts someDead() {
    return new Counts(
        812_440, 8_200, 11_900, 0, 118, 792_018, 0, 310, 12, 20_218, 8_188, 11_610, 118, 0, 299, 3,
        0, 0, 41, 3, 7);
  }

  static RunReport report(RunStatus status) {
    return switch (status) {
      case SUCCEEDED ->
          new RunReport(
              ended(
                  status,
                  new Counts(
                      1_000, 10, 5, 2, 0, 983, 0, 0, 0, 17, 11, 6, 0, 0, 0, 0, 0, 0, 1, 0, 0),
                  Optional.empty(),
                  ""),
              List.of());
      case PARTIAL -> new RunReport(ended(status, someDead(), Optional.empty(), ""), List.of());
      case FAILED ->
          new RunReport(
              ended(
                  status,
                  Counts.ZERO,
                  Optional.of(ErrorCode.AUTH_EXPIRED),
                  "Sync \"customers_to_hook\": the destination \"hook\" refused the token (401)."),
              List.of());
      case AWAITING_APPROVAL ->
          new RunReport(
              ended(
                  status,
                  Counts.ZERO,
                  Optional.of(ErrorCode.MASS_CHANGE_GUARD),
                  "Sync \"customers_to_hook\": 61% of the held rows would be deleted; 5% may be."),
              List.of());
      case DEFERRED ->
          new RunReport(
              ended(status, Counts.ZERO, Optional.of(ErrorCode.RATE_LIMITED), ""), List.of());
      case CANCELLED, EXTRACTING, DELIVERING ->
          new RunReport(ended(status, Counts.ZERO, Optional.empty(), ""), List.of());
    };
  }

  @Override
  public ProjectReading validate() {
    return reading;
  }

  @Override
  public InitReport init() {
    return new InitReport(List.of("sources/pg.yaml"), List.of("penstock.yaml"));
  }

  @Override
  public PlanReport plan(String sync) {
    asked.add("plan " + sync);
    var summary =
        new PlanSummary(
            1_003,
            10,
            5,
            1,
            1,
            4,
            980,
            0,
            3,
            0,
            2,
            1,
            0,
            0,
            4,
            990,
            true,
            List.of(new PlanSummary.OddRow("KEY_NULL", "row 17")));
    return new PlanReport(
        sync,
        "hook",
        "send",
        summary,
        3,
        Optional.of("60% of the held rows would change; 50% may."),
        List.of(
            new PlanReport.Sample(Kind.ADDED, "1", "{\"id\":1,\"name\":\"A\u001b[31md\u202Ea\"}"),
            new PlanReport.Sample(Kind.DELETED, "2", "{\"id\":2}")),
        List.of("A lost answer is sent again, so the tool may see a record twice (level D)."));
  }

  @Override
  public RunReport run(RunRequest request, RunProgress progress) {
    asked.add("run " + request);
    progress.at(RunProgress.Phase.EXTRACT, 10, RunProgress.UNKNOWN);
    waits.forEach(millis -> progress.waiting("The destination naps.", Duration.ofMillis(millis)));
    return runs.getOrDefault(request.sync(), () -> report(RunStatus.SUCCEEDED)).get();
  }

  @Override
  public List<SyncStatus> status(Optional<String> sync) {
    if (empty) {
      return List.of();
    }
    return List.of(
        new SyncStatus(
            "customers_to_hook",
            "hook",
            "send",
            812_440,
            299,
            "",
            "",
            Optional.of(report(RunStatus.PARTIAL).run())),
        new SyncStatus(
            "orders_to_the_advertising_account_of_the_northern_region",
            "ads",
            "send",
            18_322,
            0,
            "",
            "paused by ada since 2026-02-27T10:00:00Z: the account moves",
            Optional.of(report(RunStatus.FAILED).run())),
        new SyncStatus(
            "churn",
            "mail",
            "send",
            5,
            0,
            "ACCOUNTING_MISMATCH: the counts do not add up.",
            "",
            Optional.of(report(RunStatus.SUCCEEDED).run())),
        new SyncStatus("leads", "crm", "send", 0, 0, "", "", Optional.empty()));
  }

  @Override
  public List<RunRecord> runs(Optional<String> sync, int limit) {
    asked.add("runs " + sync + " " + limit);
    return empty
        ? List.of()
        : List.of(report(RunStatus.PARTIAL).run(), report(RunStatus.FAILED).run());
  }

  @Override
  public RunRecord runNamed(String id) {
    if (!id.startsWith("run_0")) {
      throw NotFoundException.of("run", id, List.of(), "runs list");
    }
    return report(RunStatus.PARTIAL).run();
  }

  @Override
  public PreviewReport preview(String sync, int limit, Optional<String> key) {
    if (!sync.equals("customers_to_hook")) {
      throw NotFoundException.of("sync", sync, List.of("customers_to_hook"), "status");
    }
    return new PreviewReport(
        sync,
        "hook",
        "send",
        List.of(
            new PreviewReport.Shown("1", "{\"id\":1,\"name\":\"A\u001b[2J\"}", Optional.empty()),
            new PreviewReport.Shown("2", "", Optional.of("MISSING_REQUIRED (email)"))),
        List.of("`tags` holds JSON as text."));
  }

  @Override
  public SyncCommands control() {
    return new SyncCommands() {
      @Override
      public void pause(String sync, String reason) {
        asked.add("pause " + sync + " " + reason);
      }

      @Override
      public void resume(String sync) {
        asked.add("resume " + sync);
      }

      @Override
      public Optional<String> cancel(String sync) {
        return empty ? Optional.empty() : Optional.of("run_0192f3a4b5c6");
      }

      @Override
      public String decide(String run, boolean approved, String reason) {
        if (!run.startsWith("run_0")) {
          throw NotFoundException.of("run", run, List.of(), "runs list");
        }
        return "customers_to_hook";
      }

      @Override
      public RunReport rebase(String sync, RunProgress progress) {
        asked.add("rebase " + sync);
        return report(RunStatus.SUCCEEDED);
      }
    };
  }

  @Override
  public LetterCommands dlq() {
    return new ScriptedLetters(asked, empty, report(RunStatus.SUCCEEDED));
  }

  @Override
  public ResetReport resetPreview(String sync) {
    asked.add("preview " + sync);
    return new ResetReport(sync, 812_440, 299, Optional.of(4L), "", 813);
  }

  @Override
  public ResetReport reset(String sync) {
    asked.add("reset " + sync);
    return new ResetReport(sync, 812_440, 299, Optional.empty(), "", 813);
  }

  @Override
  public List<StateCheck> verify(Optional<String> sync) {
    return List.of(
        new StateCheck(
            "customers_to_hook",
            812_440,
            40_100_000,
            damage.isEmpty(),
            damage.isEmpty() ? "All partitions are whole." : damage));
  }

  @Override
  public List<Finding> examine() {
    return List.of(
        Finding.ok("Java", "25 of a vendor."),
        Finding.warn("disk", "500 MB are free.", "Make room."),
        Finding.fail("source pg", "login: user reader was refused", "Check the password."));
  }

  @Override
  public List<ConnectionTest> test(Optional<String> connection) {
    return List.of(
        new ConnectionTest(
            ConnectionTest.Side.SOURCE,
            "pg",
            "postgresql",
            List.of(
                TestStep.passed("TCP", "127.0.0.1:5432 answers"),
                TestStep.failed("login", "user reader was refused", "Check the password."),
                TestStep.skipped("rights"))));
  }

  @Override
  public void simulate(SimulationRequest request, Consumer<String> listening) {
    asked.add("simulate " + request.port() + " " + request.level());
    listening.accept("http://127.0.0.1:18081");
  }

  @Override
  public void demo(boolean once, Consumer<String> story) {
    story.accept("Made a sample warehouse with 1,000 customers.");
  }

  @Override
  public void interrupt() {
    asked.add("interrupt");
  }

  @Override
  public void close() {
    closed = true;
  }
}
