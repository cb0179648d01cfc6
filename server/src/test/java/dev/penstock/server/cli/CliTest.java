package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.server.RunReport;
import dev.penstock.server.project.MappingCheck;
import dev.penstock.server.project.ProjectFiles;
import dev.penstock.server.project.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** How commands behave: exit codes, questions, places, pipes and Ctrl-C. */
class CliTest {
  private static final String SYNC = "customers_to_hook";

  @TempDir private Path root = Path.of("");

  private ScriptedPenstock penstock() throws IOException {
    return new ScriptedPenstock(Typed.project(root));
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, 0",
    "FAILED, 1",
    "PARTIAL, 3",
    "AWAITING_APPROVAL, 9",
    "DEFERRED, 10",
    "CANCELLED, 11",
    "EXTRACTING, 1",
    "DELIVERING, 1"
  })
  void a_run_ends_with_the_exit_code_of_its_status(RunStatus status, int code) throws IOException {
    var penstock = penstock().willRun(SYNC, () -> ScriptedPenstock.report(status));

    assertThat(new Typed(penstock).type("run " + SYNC)).isEqualTo(code);
    assertThat(penstock.isClosed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "CONFIG_INVALID, 4",
    "MASS_CHANGE_GUARD, 9",
    "CANCELLED, 11",
    "SYNC_BUSY, 1",
    "STATE_MISMATCH, 1",
    "LEDGER_UNAVAILABLE, 1",
    "INTERNAL, 1"
  })
  void a_run_that_cannot_start_ends_with_the_exit_code_of_its_error(ErrorCode error, int code)
      throws IOException {
    var typed = new Typed(penstock().willRun(SYNC, failing(error)));

    assertThat(typed.type("run " + SYNC)).isEqualTo(code);
    assertThat(typed.err()).startsWith("penstock: " + error + ": It failed.\n  " + error.advice());
  }

  private static Supplier<RunReport> failing(ErrorCode error) {
    return () -> {
      throw new PenstockException(error, "It failed.");
    };
  }

  @ParameterizedTest
  @CsvSource({
    "'', 64",
    "--help, 0",
    "run --help, 0",
    "run, 64",
    "nonsense, 64",
    "runs, 64",
    "dlq, 64",
    "status --nope, 64",
    "status -o yaml, 64",
    "run nope, 5",
    "plan nope, 5",
    "reset nope, 5",
    "runs show nope, 5",
    "dlq show nope, 5",
    "completion, 64",
    "completion tcsh, 64",
    "completion fish, 0",
    "preview nope, 5",
    "approve nope, 5",
    "pause, 64",
    "dlq discard, 64",
    "dlq discard dl_1 --code DUPLICATE, 64",
    "dlq list --code NO_SUCH, 64",
    "dlq list --since yesterday, 64",
    "dlq discard dl_1 dl_2, 64",
    "dlq reprocess dl_1 dl_2, 64",
    "dlq reprocess nope, 5",
    "dlq export --file /no/such/folder/x.csv, 64",
    "test, 1",
    "state verify, 0",
    "version, 0"
  })
  void a_command_ends_with_the_agreed_exit_code(String command, int code) throws IOException {
    assertThat(new Typed(penstock()).type(command)).isEqualTo(code);
  }

  @Test
  void damaged_state_is_a_failure() throws IOException {
    assertThat(new Typed(penstock().isDamaged("Partition 3 does not match.")).type("state verify"))
        .isEqualTo(1);
  }

  @Test
  void an_invalid_project_stops_a_run_and_shows_every_problem() throws IOException {
    Typed.project(root);
    Files.writeString(root.resolve("syncs/a.yaml"), "sync: a\nmodle: customers\n");
    var reading =
        ProjectFiles.read(root, References.ofEnvironment(_ -> Optional.of("x")), MappingCheck.NONE);
    var typed = new Typed(new ScriptedPenstock(reading));

    assertThat(typed.type("run " + SYNC)).isEqualTo(4);
    assertThat(typed.err())
        .contains(
            "syncs/a.yaml:2:1: error: ", "Did you mean `model`?", "penstock: CONFIG_INVALID:");
    assertThat(typed.out()).isEmpty();
  }

  @Test
  void several_syncs_print_a_line_each_and_end_with_the_worst() throws IOException {
    Typed.project(root);
    String sync = Files.readString(root.resolve("syncs/customers_to_hook.yaml"));
    Files.writeString(
        root.resolve("syncs/b.yaml"), sync.replace("sync: customers_to_hook", "sync: b"));
    Files.writeString(
        root.resolve("syncs/c.yaml"), sync.replace("sync: customers_to_hook", "sync: c"));
    var reading =
        ProjectFiles.read(root, References.ofEnvironment(_ -> Optional.of("x")), MappingCheck.NONE);
    var penstock =
        new ScriptedPenstock(reading)
            .willRun("b", failing(ErrorCode.SYNC_BUSY))
            .willRun("c", () -> ScriptedPenstock.report(RunStatus.PARTIAL));
    var typed = new Typed(penstock);

    int code = typed.type("run customers_to_hook b c -o json");

    assertThat(code).isEqualTo(1);
    assertThat(typed.out().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(new JsonMapper().readTree(line).isObject()).isTrue());
    assertThat(penstock.asked()).hasSize(3);
  }

  @Test
  void nothing_runs_when_one_of_the_names_is_wrong() throws IOException {
    var penstock = penstock();

    assertThat(new Typed(penstock).type("run customers_to_hook custmers")).isEqualTo(5);
    assertThat(penstock.asked()).isEmpty();
  }

  @Test
  void options_of_a_run_reach_it() throws IOException {
    var penstock = penstock();

    new Typed(penstock).type("run customers_to_hook --keep --allow-mass-change --full --scheduled");

    assertThat(penstock.asked())
        .containsExactly(
            "run RunRequest[sync=customers_to_hook, identity=KEEP, allowMassChange=true,"
                + " full=true, scheduled=true]");
  }

  @Test
  void the_place_comes_from_options_then_from_the_environment_then_from_the_project()
      throws IOException {
    var here = new Typed(penstock());
    here.type("status");
    assertThat(here.location().project()).isEqualTo(Path.of("/here"));
    assertThat(here.location().data()).isEqualTo(Path.of("/here/.penstock"));
    assertThat(here.location().ledger()).isEmpty();

    var variables =
        new Typed(penstock()).with("PENSTOCK_DATA", "/d").with("PENSTOCK_LEDGER_URL", "jdbc:x");
    variables.type("status --project p --lock-wait 1m30s");
    assertThat(variables.location().project()).isEqualTo(Path.of("/here/p"));
    assertThat(variables.location().data()).isEqualTo(Path.of("/d"));
    assertThat(variables.location().ledger()).contains("jdbc:x");
    assertThat(variables.location().lockWait()).isEqualTo(Duration.ofSeconds(90));

    var options = new Typed(penstock()).with("PENSTOCK_DATA", "/d");
    options.type("--data e status --ledger jdbc:y");
    assertThat(options.location().data()).isEqualTo(Path.of("/here/e"));
    assertThat(options.location().ledger()).contains("jdbc:y");
    assertThat(options.location().toString()).doesNotContain("jdbc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "init|penstock validate",
        "validate|penstock plan customers_to_hook",
        "plan customers_to_hook|penstock run customers_to_hook --allow-mass-change",
        "dlq list|penstock dlq show dl_01",
        "dlq show 10482|penstock dlq reprocess dl_01",
        "reset customers_to_hook --yes|penstock plan customers_to_hook",
        "runs show run_0192|penstock dlq list --sync customers_to_hook"
      })
  void the_command_to_type_next_names_the_same_place(String command, String next)
      throws IOException {
    var typed = new Typed(penstock());
    typed.type("--project ../p;q " + command + " --data d --ledger jdbc:postgresql://h/l?user=u");

    assertThat(typed.out().lines().reduce("", (_, last) -> last))
        .endsWith(next + " --project '../p;q' --data d --ledger 'jdbc:postgresql://h/l?user=u'");
  }

  @Test
  void the_command_of_a_hint_names_the_same_place_too() throws IOException {
    var typed = new Typed(penstock());
    typed.type("runs show nope --project p");
    assertThat(typed.err()).contains("`penstock runs list --project p` shows");

    var empty = new Typed(penstock().isEmpty());
    empty.type("status --project p");
    assertThat(empty.out()).contains("Next: penstock init --project p");

    var usage = new Typed(penstock());
    usage.type("status --project p --nope");
    assertThat(usage.err()).contains("`penstock status --help`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://h/l?user=u&password=s3cret",
        "jdbc:postgresql://h/l?sslPassword=s3cret",
        "jdbc:postgresql://u:s3cret@h/l"
      })
  void a_ledger_with_a_password_is_never_repeated(String ledger) throws IOException {
    var typed = new Typed(penstock());
    typed.type("validate --ledger " + ledger + " --data d");

    assertThat(typed.out()).endsWith("customers_to_hook --data d" + System.lineSeparator());
  }

  @Test
  void a_reset_is_asked_for_by_name() throws IOException {
    var right = penstock();
    assertThat(new Typed(right).atTerminal("customers_to_hook\n").type("reset " + SYNC)).isZero();
    assertThat(right.asked()).containsExactly("preview " + SYNC, "reset " + SYNC);

    var wrong = penstock();
    assertThat(new Typed(wrong).atTerminal("yes\n").type("reset " + SYNC)).isEqualTo(64);
    assertThat(wrong.asked()).containsExactly("preview " + SYNC);

    var unasked = penstock();
    assertThat(new Typed(unasked).atTerminal("").type("reset --no-input " + SYNC)).isEqualTo(64);
    assertThat(unasked.asked()).containsExactly("preview " + SYNC);
  }

  @Test
  void a_terminal_gets_colours_and_progress_and_a_pipe_gets_neither() throws IOException {
    var terminal = new Typed(penstock()).atTerminal("");
    terminal.type("run " + SYNC);
    assertThat(terminal.out()).contains("\u001b[32m✔ succeeded\u001b[0m");
    assertThat(terminal.err()).contains("reading  10");

    var pipe = new Typed(penstock());
    pipe.type("run " + SYNC);
    assertThat(pipe.out() + pipe.err()).doesNotContain("\u001b");
    assertThat(pipe.err()).isEmpty();
  }

  @Test
  void a_wait_is_told_once_and_only_when_it_is_long() throws IOException {
    String told =
        "customers_to_hook: The destination naps. Trying again in 1.7s; later waits may be longer."
            + System.lineSeparator();

    var pipe = new Typed(penstock().willWait(300L, 1_700L, 4_000L));
    pipe.type("run " + SYNC);
    assertThat(pipe.err()).isEqualTo(told);

    var terminal = new Typed(penstock().willWait(300L, 1_700L, 4_000L)).atTerminal("");
    terminal.type("run " + SYNC);
    assertThat(terminal.err()).containsOnlyOnce("\r\u001b[K" + told);

    for (String silent : List.of("-q", "-o json")) {
      var typed = new Typed(penstock().willWait(1_700L));
      typed.type("run " + SYNC + " " + silent);
      assertThat(typed.err()).as(silent).isEmpty();
    }
  }

  @Test
  void a_screen_gets_tables_that_fit_and_a_pipe_gets_them_whole() throws IOException {
    var screen = new Typed(penstock()).atTerminal("");
    screen.type("status");
    var pipe = new Typed(penstock());
    pipe.type("status");

    assertThat(screen.out()).contains("…");
    assertThat(screen.out().replaceAll("\u001b\\[\\d*m", "").lines().limit(5))
        .allMatch(line -> line.codePointCount(0, line.length()) <= SystemTerminal.WIDTH_USUAL);
    assertThat(pipe.out())
        .doesNotContain("…")
        .contains("orders_to_the_advertising_account_of_the_northern_region  ads");
  }

  @Test
  void a_pipe_gets_the_whole_finding_of_a_damaged_state() throws IOException {
    String finding = "Partition 3 does not match its checksum. ".repeat(9).strip();
    var pipe = new Typed(penstock().isDamaged(finding));
    pipe.type("state verify");

    assertThat(pipe.out()).contains(finding);
  }

  @Test
  void quiet_says_nothing_but_errors() throws IOException {
    var typed =
        new Typed(penstock().willRun(SYNC, () -> ScriptedPenstock.report(RunStatus.FAILED)))
            .atTerminal("");

    assertThat(typed.type("run -q " + SYNC)).isEqualTo(1);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err()).startsWith("penstock: AUTH_EXPIRED: ");
  }

  @Test
  void an_unexpected_failure_does_not_show_what_it_says() throws IOException {
    Supplier<RunReport> broken =
        () -> {
          throw new IllegalStateException("row value 4711");
        };
    var typed = new Typed(penstock().willRun(SYNC, broken));

    assertThat(typed.type("run " + SYNC)).isEqualTo(1);
    assertThat(typed.err()).contains("penstock: INTERNAL: ").doesNotContain("4711");
  }

  @Test
  void ctrl_c_stops_what_is_under_way_and_ends_with_130() throws IOException {
    var ctrlC = new AtomicReference<Runnable>(() -> {});
    var penstock =
        penstock()
            .willRun(
                SYNC,
                () -> {
                  Optional.ofNullable(ctrlC.get()).orElseThrow().run();
                  return ScriptedPenstock.report(RunStatus.CANCELLED);
                });
    var typed = new Typed(penstock);
    Cli cli = typed.cli();
    ctrlC.set(cli::interrupt);

    assertThat(cli.execute("run", SYNC)).isEqualTo(130);
    assertThat(penstock.asked()).contains("interrupt");
    assertThat(typed.err()).contains("Interrupted.");
  }

  @Test
  void json_of_a_run_holds_the_agreed_members() throws IOException {
    var typed =
        new Typed(penstock().willRun(SYNC, () -> ScriptedPenstock.report(RunStatus.PARTIAL)));
    typed.type("run -o json " + SYNC);

    var run = new JsonMapper().readTree(typed.out());

    assertThat(run.propertyNames())
        .contains("format_version", "run", "sync", "status", "durationMs", "steps", "counts");
    assertThat(run.get("counts").propertyNames())
        .containsExactlyInAnyOrder(
            "read",
            "added",
            "updated",
            "unsettled",
            "deleted",
            "unchanged",
            "settledWithoutSending",
            "suppressed",
            "sourceRejected",
            "planned",
            "delivered",
            "deliveredByKind",
            "skipped",
            "deadLettered",
            "superseded",
            "discarded",
            "pending",
            "requests",
            "retries",
            "clearedButOmitted");
    assertThat(run.get("durationMs").asLong()).isEqualTo(241_000);
  }
}
