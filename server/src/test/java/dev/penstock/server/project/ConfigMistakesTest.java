package dev.penstock.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes that people make, each planted alone into a valid project. */
class ConfigMistakesTest {
  @TempDir private Path root = Path.of("");

  /** What is planted, and where and how it has to be told. */
  record Mistake(
      String name, Consumer<Folder> plant, ProblemCode code, String place, String suggestion) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Mistake swap(
      String name,
      String file,
      String from,
      String to,
      ProblemCode code,
      String at,
      String suggestion) {
    return new Mistake(name, f -> f.replace(file, from, to), code, file + ":" + at, suggestion);
  }

  static Stream<Mistake> inConnections() {
    String source = Folder.SOURCE;
    String hook = Folder.DESTINATION;
    return Stream.of(
        swap(
            "misspelt setting",
            source,
            "host:",
            "hsot:",
            ProblemCode.KEY_UNKNOWN,
            "3:12",
            "`host`"),
        swap(
            "misspelt type",
            source,
            "postgresql",
            "postgres",
            ProblemCode.VALUE_INVALID,
            "2:7",
            "`postgresql`"),
        swap(
            "port is a word",
            source,
            "5432",
            "high",
            ProblemCode.VALUE_INVALID,
            "3:35",
            "1 to 65535"),
        swap(
            "port too large",
            source,
            "5432",
            "70000",
            ProblemCode.VALUE_INVALID,
            "3:35",
            "1 to 65535"),
        swap(
            "variable not set",
            source,
            "PG_PASSWORD",
            "PG_PASSWRD",
            ProblemCode.ENV_UNRESOLVED,
            "3:81",
            "export PG_PASSWRD"),
        swap(
            "unknown reference",
            source,
            "${env:",
            "${ENV:",
            ProblemCode.VALUE_INVALID,
            "3:81",
            "${env:NAME}"),
        swap(
            "settings are a list",
            source,
            "settings: {",
            "settings: [x]\nx: {",
            ProblemCode.TYPE_WRONG,
            "3:11",
            "key: value"),
        swap("misspelt method", hook, "POST", "PSOT", ProblemCode.VALUE_INVALID, "3:54", "`POST`"),
        swap(
            "misspelt format",
            hook,
            "array",
            "arrays",
            ProblemCode.VALUE_INVALID,
            "3:68",
            "`array`"),
        swap(
            "address without scheme",
            hook,
            "http://127",
            "127",
            ProblemCode.VALUE_INVALID,
            "3:17",
            "https://"),
        swap(
            "duration without unit",
            hook,
            "method:",
            "timeout: 30, method:",
            ProblemCode.VALUE_INVALID,
            "3:55",
            "`30s`"),
        swap(
            "flag as yes",
            hook,
            "method:",
            "gzip: yes, method:",
            ProblemCode.VALUE_INVALID,
            "3:52",
            "`true`"));
  }

  static Stream<Mistake> inModels() {
    String model = Folder.MODEL;
    return Stream.of(
        swap(
            "misspelt source",
            model,
            "source: pg",
            "source: gp",
            ProblemCode.REFERENCE_UNKNOWN,
            "2:9",
            "`pg`"),
        swap("no key", model, "key: [id]\n", "", ProblemCode.KEY_MISSING, "1:1", "key: [id]"),
        swap(
            "table and query",
            model,
            "table:",
            "query: SELECT 1\ntable:",
            ProblemCode.KEY_CONFLICT,
            "4:1",
            "Keep one"),
        swap(
            "sql leaves the project",
            model,
            "table: customers",
            "sql: ../../secret.sql",
            ProblemCode.PATH_OUTSIDE,
            "4:6",
            "beside"),
        new Mistake(
            "misspelt sql file",
            folder -> {
              folder.write("models/customers.sql", "SELECT 1");
              folder.replace(model, "table: customers", "sql: custmers.sql");
            },
            ProblemCode.FILE_UNREADABLE,
            model + ":4:6",
            "`customers.sql`"),
        swap("tab", model, "key: [id]", "key:\n\t- id", ProblemCode.YAML_TAB, "4:1", "spaces"),
        swap(
            "key twice",
            model,
            "table:",
            "model: x\ntable:",
            ProblemCode.YAML_DUPLICATE_KEY,
            "4:1",
            "Remove one"),
        swap("bracket left open", model, "[id]", "[id", ProblemCode.YAML_SYNTAX, "4:6", "brackets"),
        new Mistake(
            "name twice",
            folder ->
                folder.write(
                    "models/other.yaml", "model: customers\nsource: pg\nkey: id\ntable: t\n"),
            ProblemCode.NAME_TAKEN,
            "models/other.yaml:1:8",
            "Rename"));
  }

  static Stream<Mistake> inSyncs() {
    String sync = Folder.SYNC;
    return Stream.of(
        swap(
            "misspelt key",
            sync,
            "delivery:",
            "delivry:",
            ProblemCode.KEY_UNKNOWN,
            "6:1",
            "`delivery`"),
        swap(
            "misspelt nested key",
            sync,
            "records:",
            "record:",
            ProblemCode.KEY_UNKNOWN,
            "6:20",
            "`records`"),
        swap(
            "misspelt model",
            sync,
            "model: customers",
            "model: costumers",
            ProblemCode.REFERENCE_UNKNOWN,
            "2:8",
            "`customers`"),
        swap(
            "misspelt destination",
            sync,
            ": hook",
            ": hok",
            ProblemCode.REFERENCE_UNKNOWN,
            "3:14",
            "`hook`"),
        swap(
            "misspelt action",
            sync,
            "send",
            "sned",
            ProblemCode.REFERENCE_UNKNOWN,
            "4:9",
            "`send`"),
        swap(
            "misspelt change",
            sync,
            "updated]",
            "update]",
            ProblemCode.VALUE_INVALID,
            "5:18",
            "`updated`"),
        swap("share without percent", sync, "5%,", "5,", ProblemCode.VALUE_INVALID, "7:22", "`5%`"),
        swap(
            "concurrency is a word",
            sync,
            "concurrency: 4",
            "concurrency: many",
            ProblemCode.VALUE_INVALID,
            "6:49",
            "`auto`"),
        swap(
            "cron with six fields",
            sync,
            "guard:",
            "schedule: {cron: \"0 0 * * * *\"}\nguard:",
            ProblemCode.VALUE_INVALID,
            "7:18",
            "five fields"),
        swap(
            "hour 25",
            sync,
            "guard:",
            "schedule: {cron: \"0 25 * * *\"}\nguard:",
            ProblemCode.VALUE_INVALID,
            "7:18",
            "five fields"),
        swap(
            "misspelt zone",
            sync,
            "guard:",
            "schedule: {cron: \"0 1 * * *\", timezone: Europe/Berln}\nguard:",
            ProblemCode.VALUE_INVALID,
            "7:41",
            "`Europe/Berlin`"),
        swap(
            "interval of nothing",
            sync,
            "guard:",
            "schedule: {every: 1ms}\nguard:",
            ProblemCode.VALUE_INVALID,
            "7:19",
            "at least 1s"),
        swap(
            "starts after itself",
            sync,
            "guard:",
            "schedule: {after: customers_to_hook}\nguard:",
            ProblemCode.VALUE_INVALID,
            "7:12",
            "time of its own"),
        swap(
            "field of another action",
            sync,
            "guard:",
            "mapping: {email: $.properties.email}\nguard:",
            ProblemCode.KEY_UNKNOWN,
            "7:11",
            "below `data:`"),
        swap(
            "secret in a mapping",
            sync,
            "guard:",
            "mapping: {data: \"${secret:T}\"}\nguard:",
            ProblemCode.REFERENCE_MISPLACED,
            "7:17",
            "settings of connections"));
  }

  static Stream<Mistake> all() {
    return Stream.of(inConnections(), inModels(), inSyncs()).flatMap(mistakes -> mistakes);
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_mistake_is_told_with_its_place_and_what_to_write_instead(Mistake mistake) {
    Folder folder = Folder.valid(root);
    mistake.plant().accept(folder);

    ProjectReading reading = folder.read();

    assertThat(reading.project()).isEmpty();
    List<Problem> told =
        reading.problems().stream().filter(problem -> problem.code() == mistake.code()).toList();
    assertThat(told).as("all problems: %s", reading.problems()).hasSize(1);
    assertThat(told.getFirst().place()).hasToString(mistake.place());
    assertThat(told.getFirst().suggestion().orElse("")).contains(mistake.suggestion());
  }

  @Test
  void thirty_mistakes_are_tried() {
    assertThat(all()).hasSizeGreaterThanOrEqualTo(30);
  }

  @Test
  void all_mistakes_of_all_files_are_told_at_once() {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SOURCE, "host:", "hsot:");
    folder.replace(Folder.MODEL, "key: [id]\n", "");
    folder.replace(Folder.SYNC, "5%,", "5,");
    folder.replace(Folder.SYNC, "send", "sned");

    assertThat(folder.read().problems())
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            ProblemCode.KEY_UNKNOWN,
            ProblemCode.KEY_MISSING,
            ProblemCode.KEY_MISSING,
            ProblemCode.VALUE_INVALID,
            ProblemCode.REFERENCE_UNKNOWN);
  }

  @Test
  void a_file_that_cannot_be_read_does_not_make_others_point_nowhere() {
    Folder folder = Folder.valid(root);
    folder.write(Folder.MODEL, "model: [");

    assertThat(folder.read().problems())
        .extracting(Problem::code)
        .containsOnly(ProblemCode.YAML_SYNTAX);
  }

  @Test
  void a_name_taken_twice_tells_both_places() {
    Folder folder = Folder.valid(root);
    folder.write("models/other.yaml", "model: customers\nsource: pg\nkey: id\ntable: t\n");

    Problem problem = folder.read().problems().getFirst();

    assertThat(problem.toString()).contains("models/other.yaml:1:8", "models/customers.yaml:1:8");
  }

  @Test
  void a_secret_in_plain_text_is_warned_of_and_never_repeated() {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SOURCE, "${env:PG_PASSWORD}", "correct-horse");

    ProjectReading reading = folder.read();

    assertThat(reading.project()).isPresent();
    assertThat(reading.problems())
        .extracting(Problem::code)
        .containsExactly(ProblemCode.SECRET_IN_PLAIN_TEXT);
    assertThat(reading.toString()).doesNotContain("correct-horse");
  }

  @Test
  void a_value_from_the_environment_is_never_repeated() {
    Folder folder = Folder.valid(root);
    folder.replace(Folder.SOURCE, "port: 5432", "port: \"${env:PG_PASSWORD}\"");
    folder.replace(
        Folder.DESTINATION, "method: POST", "method: \"${secret:T}\", gzip: \"${secret:T}\"");

    ProjectReading reading = folder.read();

    assertThat(reading.problems()).hasSize(3);
    assertThat(reading.toString()).doesNotContain("hunter2").doesNotContain("s3cret");
  }

  @Test
  void what_the_engine_says_of_a_mapping_is_told_where_it_stands() {
    Folder folder = Folder.valid(root);
    folder.replace(
        Folder.SYNC, "guard:", "mapping:\n  data:\n    x: {\"@if\": {exists: 1, then: 2}}\nguard:");
    MappingCheck check = (_, _, _) -> List.of(new MappingCheck.Fault("/data/x/@if/then/0", "No."));

    ProjectReading reading = ProjectFiles.read(root, References.ofEnvironment(Optional::of), check);

    assertThat(reading.problems())
        .extracting(Problem::toString)
        .containsExactly("syncs/customers_to_hook.yaml:9:28: MAPPING_INVALID: No.");
  }
}
