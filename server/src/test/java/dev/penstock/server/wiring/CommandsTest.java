package dev.penstock.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.run.Crashpoint;
import dev.penstock.server.cli.Cli;
import dev.penstock.server.cli.Terminal;
import dev.penstock.server.project.References;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands on the real Penstock, as far as they get without a database. */
class CommandsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("");

  private int type(String command) {
    Terminal pipe =
        new Terminal(
            new BufferedReader(new StringReader("")),
            new PrintWriter(out),
            new PrintWriter(err),
            false,
            false,
            0,
            false,
            _ -> Optional.empty(),
            folder,
            CLOCK,
            () -> 0);
    return new Cli(
            pipe,
            location ->
                new LocalPenstock(
                    location,
                    References.ofEnvironment(_ -> Optional.of("x")),
                    Map.of(),
                    CLOCK,
                    new Random(1),
                    Crashpoint.NONE))
        .execute(command.split(" ", -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "test",
        "plan a",
        "run a",
        "status",
        "runs list",
        "runs show run_0",
        "dlq list",
        "dlq show 1",
        "reset a --yes",
        "state verify",
        "status --data elsewhere",
        "status --project nowhere"
      })
  void where_there_is_no_project_a_command_says_so_and_leaves_nothing_behind(String command)
      throws IOException {
    assertThat(type(command)).isEqualTo(4);

    assertThat(err.toString())
        .startsWith("penstock: PROJECT_NOT_FOUND: ")
        .contains(folder.getFileName().toString(), "--project", "penstock init");
    assertThat(out.toString()).isEmpty();
    try (var made = Files.list(folder)) {
      assertThat(made).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- match: {nth: 1}; action: {status: 503}|:3",
        "rules:;- action: {status: 503};- match: {nth: 0};  action: {status: 503}|:4",
        "rules:;- action: {status: 503};- action: {stats: 503}|:4",
        "{\"rules\": [;  {\"action\": {\"status\": 503}},;  7]}|:4",
        "# nothing|:1",
        "ruels: []|:1"
      })
  void a_wrong_fault_script_is_told_with_its_file_and_line(String script, String line)
      throws IOException {
    Path file = folder.resolve("faults.yaml");
    Files.writeString(file, "# faults\n" + script.replace(';', '\n'));

    assertThat(type("destination simulate --port 0 --faults faults.yaml")).isEqualTo(4);

    assertThat(err.toString())
        .startsWith("penstock: CONFIG_INVALID: The fault script ")
        .endsWith("  Correct it at " + file + line + "." + System.lineSeparator())
        .doesNotContain("validate");
  }

  @Test
  void a_fault_script_that_is_not_there_is_told_without_a_line() {
    assertThat(type("destination simulate --port 0 --faults nowhere.yaml")).isEqualTo(4);

    assertThat(err.toString()).contains("there is no such file", "--faults");
  }

  @Test
  void programs_hear_of_the_missing_project_by_its_code() {
    assertThat(type("status -o json")).isEqualTo(4);

    assertThat(out.toString())
        .contains("\"code\":\"PROJECT_NOT_FOUND\"", "There is no Penstock project in ");
  }

  @Test
  void validate_verbose_shows_when_a_cron_schedule_comes_next() throws IOException {
    assertThat(type("init")).isZero();
    Files.writeString(
        folder.resolve("syncs/customers_to_hook.yaml"),
        "schedule: {cron: \"30 8 * * mon\", timezone: Europe/Berlin}\n",
        StandardOpenOption.APPEND);

    assertThat(type("validate -v")).isZero();

    assertThat(out.toString())
        .contains(
            "customers_to_hook  30 8 * * mon  next Mon 2026-03-02 08:30 +01:00,",
            "Mon 2026-03-30 08:30 +02:00" + System.lineSeparator());
  }

  @Test
  void the_doctor_looks_at_everything_and_leaves_nothing_behind() throws IOException {
    Files.createDirectory(folder.resolve("syncs"));

    assertThat(type("doctor")).as("%s%s", out, err).isZero();

    assertThat(out.toString())
        .contains("✔ ok  Java", "✔ ok  data folder", "✔ ok  ledger", "✔ ok  project");
    try (var made = Files.list(folder)) {
      assertThat(made).containsExactly(folder.resolve("syncs"));
    }
  }

  @Test
  void the_doctor_says_what_to_do_about_what_is_wrong() throws IOException {
    assertThat(type("init")).isZero();
    Files.writeString(
        folder.resolve("sources/pg.yaml"),
        """
        source: pg
        type: postgresql
        settings: {host: 127.0.0.1, port: 1, database: d, user: u}
        """);
    Files.writeString(
        folder.resolve("destinations/hook.yaml"),
        "destination: hook\ntype: webhook\nsettings: {url: \"http://127.0.0.1:1/in\"}\n");

    assertThat(type("doctor --ledger jdbc:postgresql://127.0.0.1:1/none?user=u")).isEqualTo(1);

    assertThat(out.toString())
        .contains("✖ fail  ledger", "✖ fail  source pg  TCP", "✖ fail  destination hook");
    assertThat(Files.exists(folder.resolve(".penstock/writer.lock"))).isFalse();
    assertThat(Files.exists(folder.resolve(".penstock/postgres"))).isFalse();
  }

  @Test
  void the_doctor_shows_an_address_that_is_not_listed_and_a_proxy_that_is_not_there()
      throws IOException {
    assertThat(type("init")).isZero();
    Files.writeString(
        folder.resolve("destinations/hook.yaml"),
        "destination: hook\ntype: webhook\nsettings: {url: \"http://10.1.2.3/in\"}\n");
    Files.writeString(
        folder.resolve("destinations/far.yaml"),
        """
        destination: far
        type: webhook
        settings: {url: "https://crm.example.org/in", proxy: {url: "http://127.0.0.1:1"}}
        """);

    assertThat(type("doctor")).isEqualTo(1);

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains(
            "10.1.2.3 is 10.1.2.3 (blocked: private",
            "list this one under `egress: {allow: [...]}`",
            "No connection to the proxy",
            "Check `proxy.url`.");
  }

  @Test
  void the_doctor_finds_no_project_and_says_so_to_programs() {
    assertThat(type("doctor -o json")).isEqualTo(1);

    assertThat(out.toString())
        .contains("\"healthy\":false", "{\"subject\":\"project\",\"health\":\"fail\"");
  }
}
