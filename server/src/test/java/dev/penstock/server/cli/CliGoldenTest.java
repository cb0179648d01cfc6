package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.run.RunStatus;
import dev.penstock.server.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people read, word for word. */
class CliGoldenTest {
  @TempDir private Path root = Path.of("");

  private ScriptedPenstock penstock() throws IOException {
    return new ScriptedPenstock(Typed.project(root));
  }

  private static void check(String name, String command, ScriptedPenstock penstock)
      throws IOException {
    Typed typed = new Typed(penstock);
    int code = typed.type(command);
    Golden.check(
        name,
        "$ penstock %s%n%s--- stderr%n%s--- exit code %d%n"
            .formatted(command, typed.out(), typed.err(), code));
    assertThat(typed.out()).doesNotContain("\u001b").doesNotContain("\u202E");
  }

  @ParameterizedTest
  @CsvSource({
    "help, --help",
    "help-run, run --help",
    "help-runs, runs --help",
    "help-runs-list, runs list --help",
    "help-destination-simulate, destination simulate --help",
    "version, version",
    "validate, validate",
    "validate-json, validate -o json",
    "plan, plan customers_to_hook",
    "plan-json, plan customers_to_hook -o json",
    "run, run customers_to_hook",
    "run-json, run customers_to_hook -o json",
    "run-unknown, run customers_to_hok",
    "status, status",
    "status-json, status -o json",
    "runs-list, runs list",
    "runs-list-json, runs list --output json",
    "runs-show, runs show run_0192",
    "runs-show-unknown, runs show run_9",
    "dlq-list, dlq list",
    "dlq-list-json, dlq list -o json",
    "preview, preview customers_to_hook",
    "preview-json, preview customers_to_hook --key 1 -o json",
    "pause, pause customers_to_hook --reason moving",
    "resume, resume customers_to_hook",
    "cancel, cancel customers_to_hook",
    "approve, approve run_0192",
    "reject-json, reject run_0192 -o json",
    "dlq-list-group, dlq list --group",
    "dlq-list-group-json, dlq list --group -o json",
    "dlq-reprocess-dry, dlq reprocess 10482 --dry-run",
    "dlq-reprocess, dlq reprocess 10482 dl_02 --even-unchanged --yes",
    "dlq-discard, dlq discard 10482 --never --reason test",
    "dlq-restore, dlq restore dl_01",
    "dlq-export, dlq export --sync customers_to_hook",
    "dlq-export-ndjson, dlq export --format ndjson",
    "dlq-show, dlq show 10482",
    "dlq-show-json, dlq show 10482 -o json",
    "reset-yes, reset customers_to_hook --yes",
    "reset-unasked, reset customers_to_hook",
    "reset-json, reset customers_to_hook --yes -o json",
    "rebase-yes, rebase customers_to_hook --yes",
    "rebase-unasked, rebase customers_to_hook",
    "confirm, dlq confirm 10482",
    "confirm-unasked, dlq confirm --code AMBIGUOUS",
    "state-verify, state verify",
    "state-verify-json, state verify -o json",
    "test, test pg",
    "test-json, test pg -o json",
    "init, init",
    "init-json, init -o json",
    "simulate, destination simulate --port 0",
    "demo, demo",
    "nothing, ''",
    "misspelt-command, stauts",
    "misspelt-option, run customers_to_hook --ful",
    "both-reset-and-keep, run customers_to_hook --reset --keep",
    "bad-duration, status --lock-wait 30",
    "bad-limit, runs list --limit 0",
    "error-json, runs show run_9 -o json"
  })
  void output_is_as_agreed(String name, String command) throws IOException {
    check(name, command, penstock());
  }

  @ParameterizedTest
  @CsvSource({"partial", "failed", "awaiting_approval", "deferred", "cancelled"})
  void a_run_that_did_not_succeed_says_why_and_what_now(String status) throws IOException {
    var report = ScriptedPenstock.report(RunStatus.valueOf(status.toUpperCase(Locale.ROOT)));

    check(
        "run-" + status,
        "run customers_to_hook",
        penstock().willRun("customers_to_hook", () -> report));
    check(
        "run-" + status + "-json",
        "run customers_to_hook -o json",
        penstock().willRun("customers_to_hook", () -> report));
  }

  @Test
  void a_run_that_was_cut_off_before_is_told_first() throws IOException {
    var report =
        new RunReport(
            ScriptedPenstock.report(RunStatus.SUCCEEDED).run(),
            List.of(ScriptedPenstock.report(RunStatus.PARTIAL).run()));

    check(
        "run-continued",
        "run customers_to_hook",
        penstock().willRun("customers_to_hook", () -> report));
    check(
        "run-continued-json",
        "run customers_to_hook -o json",
        penstock().willRun("customers_to_hook", () -> report));
  }

  @ParameterizedTest
  @CsvSource({"status-empty, status", "runs-list-empty, runs list", "dlq-list-empty, dlq list"})
  void empty_lists_teach_the_next_step(String name, String command) throws IOException {
    check(name, command, penstock().isEmpty());
  }
}
