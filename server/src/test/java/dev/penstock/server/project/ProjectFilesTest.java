package dev.penstock.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.json.Json;
import dev.penstock.server.project.SyncConfig.Concurrency;
import dev.penstock.server.project.SyncConfig.FirstRun;
import dev.penstock.server.project.SyncConfig.OnAmbiguous;
import dev.penstock.server.project.SyncConfig.Schedule;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project folder means. */
class ProjectFilesTest {
  private static final References NOTHING_SET = References.ofEnvironment(_ -> Optional.empty());

  @TempDir private Path root = Path.of("");

  private SyncConfig sync(String more) {
    Folder folder = Folder.valid(root);
    folder.write(
        Folder.SYNC, "sync: s\nmodel: customers\ndestination: hook\naction: send\n" + more);
    ProjectReading reading = folder.read();
    assertThat(reading.problems()).isEmpty();
    return reading.orThrow().sync("s");
  }

  private List<ProblemCode> problemsAfter(String file, String text) {
    Folder folder = Folder.valid(root);
    folder.write(file, text);
    return folder.read().problems().stream().map(Problem::code).toList();
  }

  @Test
  void the_simplest_project_is_read() {
    Project project = Folder.valid(root).read().orThrow();

    assertThat(project.name()).isEqualTo("default");
    assertThat(project.source("pg").settings().text("password")).contains("hunter2");
    assertThat(project.source("pg").settings().number("port")).hasValue(5432);
    assertThat(project.model("customers").model())
        .isEqualTo(new Model("customers", new Model.Rows.Table("customers"), List.of("id")));
    assertThat(project.destination("hook").settings().required("url"))
        .isEqualTo("http://127.0.0.1:18081/in");
    SyncConfig sync = project.sync("customers_to_hook");
    assertThat(sync.changes()).isEqualTo(Selection.ADDED_AND_UPDATED);
    assertThat(sync.mapping()).isEmpty();
    assertThat(sync.delivery().batchRecords()).hasValue(1000);
    assertThat(sync.delivery().concurrency()).isEqualTo(new Concurrency.Fixed(4));
    assertThat(sync.guard().maxDeleted()).contains(new BigDecimal("5"));
    assertThat(sync.schedule()).isEqualTo(new Schedule.Manual());
    assertThat(sync.enabled()).isTrue();
  }

  @Test
  void a_password_may_be_absent() {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SOURCE, ", password: \"${env:PG_PASSWORD}\"", "");

    assertThat(folder.read().orThrow().source("pg").settings().text("password")).isEmpty();
  }

  @Test
  void the_project_file_names_the_project_even_when_the_rest_is_wrong() {
    Folder folder = Folder.valid(root);
    folder.write("penstock.yaml", "project: shop\n");
    folder.write(Folder.SYNC, "sync: [");

    assertThat(folder.read().name()).isEqualTo("shop");
    assertThat(folder.read().project()).isEmpty();
  }

  @Test
  void everything_a_sync_may_say_is_kept() {
    SyncConfig sync =
        sync(
            """
            description: Keep them equal
            owner: data@example.com
            tags: [crm, tier1]
            changes: mirror
            schedule: {cron: "*/5 8-18 * * mon-fri", timezone: Europe/Berlin}
            first_run: start_from_now
            delivery:
              batch: {records: 500, bytes: 1MB}
              concurrency: auto
              rate: 100/s
              on_ambiguous: hold
              timeout: 20s
            retry: {in_run: {tries: 3, time: 1h30m}, over_runs: {days: 7, runs: 10}}
            guard: {min_rows: 1000, stop_when_rejected: {percent: 20, after: 500}}
            freshness: 1h
            enabled: false
            """);

    assertThat(sync.ownership())
        .isEqualTo(new Ownership("Keep them equal", "data@example.com", List.of("crm", "tier1")));
    assertThat(sync.changes()).isEqualTo(Selection.MIRROR);
    assertThat(sync.schedule())
        .isEqualTo(new Schedule.Cron("*/5 8-18 * * mon-fri", ZoneId.of("Europe/Berlin")));
    assertThat(sync.firstRun()).isEqualTo(FirstRun.START_FROM_NOW);
    assertThat(sync.delivery())
        .isEqualTo(
            new SyncConfig.DeliveryPolicy(
                OptionalInt.of(500),
                OptionalLong.of(1_000_000),
                new Concurrency.Auto(),
                Optional.of(new SyncConfig.Rate(100, Duration.ofSeconds(1))),
                OnAmbiguous.HOLD,
                Optional.of(Duration.ofSeconds(20))));
    assertThat(sync.retry())
        .isEqualTo(new SyncConfig.RetryPolicy(3, Duration.ofMinutes(90), 7, 10));
    assertThat(sync.guard().minRows()).hasValue(1000);
    assertThat(sync.guard().stopWhenRejected())
        .contains(new SyncConfig.StopWhenRejected(BigDecimal.valueOf(20), 500));
    assertThat(sync.freshness()).contains(Duration.ofHours(1));
    assertThat(sync.enabled()).isFalse();
  }

  @Test
  void schedules_have_several_forms() {
    assertThat(sync("schedule: manual").schedule()).isEqualTo(new Schedule.Manual());
    assertThat(sync("schedule: {every: 15m}").schedule())
        .isEqualTo(new Schedule.Every(Duration.ofMinutes(15)));
    assertThat(sync("schedule: {days: [mon, fri], at: [\"08:00\"], timezone: UTC}").schedule())
        .isInstanceOfSatisfying(
            Schedule.Days.class,
            days -> assertThat(days.days()).containsExactly(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
  }

  @Test
  void shorthands_of_a_mapping_become_directives() {
    SyncConfig sync =
        sync(
            """
            mapping:
              data:
                email: $.properties.email
                greeting: "Dear {{properties.name}}"
                plain: hello
                tier: {"@if": {exists: $.properties.tier, then: VIP, else: 0}}
                products: {"@arrayPath": [$.properties.products, {name: $.title}]}
                phone: {"@excludeWhenNull": $.properties.phone}
                path: {"@path": $.a}
                kept: {"@literal": "$.b {{c}}"}
                cost: {"@replace": {pattern: "$.", replacement: "", value: $.properties.cost}}
                exact: 12345678901234567890.10
                answer: no
                nothing: null
            """);

    assertThat(sync.mapping().orElseThrow().text())
        .isEqualTo(
            "{\"data\":{\"email\":{\"@path\":\"$.properties.email\"},"
                + "\"greeting\":{\"@template\":\"Dear {{properties.name}}\"},"
                + "\"plain\":\"hello\","
                + "\"tier\":{\"@if\":{\"exists\":{\"@path\":\"$.properties.tier\"},"
                + "\"then\":\"VIP\",\"else\":0}},"
                + "\"products\":{\"@arrayPath\":[\"$.properties.products\","
                + "{\"name\":{\"@path\":\"$.title\"}}]},"
                + "\"phone\":{\"@excludeWhenNull\":{\"@path\":\"$.properties.phone\"}},"
                + "\"path\":{\"@path\":\"$.a\"},"
                + "\"kept\":{\"@literal\":\"$.b {{c}}\"},"
                + "\"cost\":{\"@replace\":{\"pattern\":\"$.\",\"replacement\":\"\","
                + "\"value\":{\"@path\":\"$.properties.cost\"}}},"
                + "\"exact\":12345678901234567890.10,"
                + "\"answer\":\"no\","
                + "\"nothing\":null}}");
  }

  @Test
  void a_mapping_file_is_taken_literally() {
    Folder folder = Folder.valid(root);
    folder.write(
        "syncs/map.json",
        "{\n\t\"data\": \"$.properties.id\", \"@x\": [1.50, \"\\ud83d\\ude00\"]\n}");
    folder.replace(Folder.SYNC, "guard:", "mapping_file: map.json\nguard:");

    Json mapping = folder.read().orThrow().sync("customers_to_hook").mapping().orElseThrow();

    assertThat(mapping)
        .isInstanceOfSatisfying(
            Json.Obj.class,
            object ->
                assertThat(object.members())
                    .containsEntry("data", new Json.Text("$.properties.id"))
                    .containsEntry(
                        "@x",
                        new Json.Array(
                            List.of(new Json.Num(new BigDecimal("1.50")), new Json.Text("😀")))));
  }

  @Test
  void sql_comes_from_a_file_beside_the_model_or_from_the_model_itself() {
    Folder folder = Folder.valid(root);
    folder.write("models/c.sql", "SELECT id FROM t -- '${x}'\n");
    folder.replace(Folder.MODEL, "table: customers", "sql: c.sql");
    folder.write("models/q.yaml", "model: q\nsource: pg\nkey: id\nquery: \"SELECT '${x}'\"\n");

    Project project = folder.read().orThrow();

    assertThat(project.model("customers").rows())
        .isEqualTo(new Model.Rows.Query("SELECT id FROM t -- '${x}'\n"));
    assertThat(project.model("q").rows()).isEqualTo(new Model.Rows.Query("SELECT '${x}'"));
  }

  @Test
  void references_may_be_a_part_of_a_setting_and_secrets_are_known_too() {
    Folder folder = Folder.valid(root);
    folder.replace(
        Folder.DESTINATION,
        "method: POST",
        "method: POST, headers: {Authorization: \"Bearer ${secret:T}\"}");

    Settings settings = folder.read().orThrow().destination("hook").settings();

    assertThat(settings.texts("headers")).isEqualTo(Map.of("Authorization", "Bearer s3cret"));
    assertThat(settings).asString().doesNotContain("s3cret");
  }

  @Test
  void a_byte_order_mark_and_windows_line_ends_change_nothing() throws IOException {
    Folder folder = Folder.valid(root);
    String text = Files.readString(root.resolve(Folder.SYNC));
    folder.write(
        Folder.SYNC, ("\uFEFF" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8));

    assertThat(folder.read().problems()).isEmpty();
  }

  @Test
  void a_file_beyond_a_megabyte_is_refused_unread() {
    assertThat(problemsAfter(Folder.SYNC, "#".repeat(1_000_001)))
        .containsExactly(ProblemCode.FILE_TOO_LARGE);
  }

  @Test
  void a_file_that_is_not_utf8_is_refused() {
    Folder folder = Folder.valid(root);
    folder.write(Folder.SYNC, new byte[] {'s', (byte) 0xE9, ':'});

    assertThat(folder.read().problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.FILE_ENCODING);
  }

  @Test
  void aliases_that_multiply_are_refused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String before = "*a" + (i - 1);
      bomb.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i, i, String.join(", ", before, before, before, before, before, before, before)));
    }

    assertThat(problemsAfter(Folder.SYNC, bomb.toString()))
        .containsExactly(ProblemCode.YAML_TOO_COMPLEX);
  }

  @Test
  void an_alias_of_itself_and_endless_nesting_are_refused() {
    assertThat(problemsAfter(Folder.SYNC, "mapping: &a {x: *a}\n"))
        .containsExactly(ProblemCode.YAML_TOO_COMPLEX);
    assertThat(problemsAfter(Folder.SYNC, "mapping: " + "[".repeat(100_000)))
        .containsExactly(ProblemCode.YAML_TOO_COMPLEX);
  }

  @Test
  void a_second_document_and_an_empty_file_are_refused() {
    assertThat(problemsAfter("syncs/two.yaml", "sync: a\n---\nsync: b\n"))
        .containsExactly(ProblemCode.YAML_SYNTAX);
    assertThat(problemsAfter("syncs/two.yaml", "# nothing\n"))
        .containsExactly(ProblemCode.FILE_EMPTY);
  }

  @Test
  void links_that_leave_the_project_are_refused(@TempDir Path elsewhere) throws IOException {
    Folder folder = Folder.valid(root);
    Path outside = Files.writeString(elsewhere.resolve("x.sql"), "SELECT 1");
    Files.createSymbolicLink(root.resolve("models/x.sql"), outside);
    Files.createSymbolicLink(root.resolve("syncs/x.yaml"), outside);
    folder.replace(Folder.MODEL, "table: customers", "sql: x.sql");

    assertThat(folder.read().problems())
        .extracting(problem -> problem.code() + " " + problem.place())
        .containsExactly("PATH_OUTSIDE models/customers.yaml:4:6", "PATH_OUTSIDE syncs/x.yaml:1:1");
  }

  @Test
  void a_misnamed_folder_is_warned_of() {
    Folder folder = Folder.valid(root);
    folder.write("sync/x.yaml", "sync: x");

    assertThat(folder.read().problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.FOLDER_UNKNOWN);
  }

  @Test
  void a_folder_that_does_not_exist_is_a_problem() {
    ProjectReading reading =
        ProjectFiles.read(root.resolve("nowhere"), NOTHING_SET, MappingCheck.NONE);

    assertThat(reading.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.PROJECT_NOT_FOUND);
  }

  @Test
  void a_folder_of_something_else_is_no_project_and_an_empty_project_is_one() throws IOException {
    Files.createDirectories(root.resolve("src"));
    Files.writeString(root.resolve("notes.yaml"), "sync: a\n");
    ProjectReading foreign = ProjectFiles.read(root, NOTHING_SET, MappingCheck.NONE);
    Files.createDirectories(root.resolve("syncs"));
    ProjectReading empty = ProjectFiles.read(root, NOTHING_SET, MappingCheck.NONE);

    assertThat(foreign.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.PROJECT_NOT_FOUND);
    assertThatThrownBy(foreign::nameOrThrow).isInstanceOf(InvalidProjectException.class);
    assertThat(empty.orThrow().syncs()).isEmpty();
    assertThat(empty.nameOrThrow()).isEqualTo(Project.DEFAULT_NAME);
  }

  @Test
  void the_sample_project_is_valid_and_is_never_written_over() throws IOException {
    Files.createDirectories(root.resolve("syncs"));
    Files.writeString(root.resolve("penstock.yaml"), "project: mine\n");

    var report = SampleProject.writeTo(root);
    var again = SampleProject.writeTo(root);

    assertThat(report.kept()).containsExactly("penstock.yaml");
    assertThat(again.written()).isEmpty();
    ProjectReading reading =
        ProjectFiles.read(root, References.ofEnvironment(_ -> Optional.of("x")), MappingCheck.NONE);
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.name()).isEqualTo("mine");
    assertThat(reading.orThrow().syncs()).containsOnlyKeys("customers_to_hook");
  }
}
