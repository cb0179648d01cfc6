package dev.penstock.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.penstock.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

/** What the schemas for editors allow is what {@code validate} allows, file by file. */
class SchemasTest {
  private static final String STRANGER = "zzzzzzzzzzzz";

  /** The folder of a project and the schema of the files in it. */
  private static final Map<String, String> SCHEMAS =
      Map.of(
          "sources", "source.json",
          "models", "model.json",
          "destinations", "destination.json",
          "syncs", "sync.json");

  @TempDir private Path root = Path.of("");

  /** Scripts of faults are no part of a project. */
  private static boolean isOfAProject(Path file) {
    return file.toString().endsWith(".yaml") && !file.startsWith(Path.of("../examples/faults"));
  }

  @Test
  void every_file_of_the_examples_the_demo_the_samples_and_the_test_project_fits()
      throws IOException {
    Folder.valid(root.resolve("valid"));
    SampleProject.writeTo(root.resolve("samples"));
    List<Path> projects =
        List.of(
            Path.of("../examples"),
            Path.of("src/main/resources/dev/penstock/server/demo/project"),
            root);
    int checked = 0;
    for (Path project : projects) {
      try (Stream<Path> files = Files.walk(project)) {
        for (Path file : files.filter(SchemasTest::isOfAProject).toList()) {
          // The demo fills in its ports.
          String text = Files.readString(file).replaceAll("@[A-Z_]+@", "1");
          assertThat(faults(schemaOf(file), text)).as("%s", file).isEmpty();
          checked++;
        }
      }
    }
    assertThat(checked).isGreaterThan(25);
  }

  private static String schemaOf(Path file) {
    return SCHEMAS.entrySet().stream()
        .filter(entry -> file.toString().contains("/" + entry.getKey() + "/"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("penstock.json");
  }

  private static List<String> faults(String schema, String yaml) {
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema(Schemas.all(), schema).text(), InputFormat.JSON);
    Object value =
        new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
    String json = JsonMapper.shared().writeValueAsString(value);
    return compiled.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "sources/pg.yaml, host:, hsot:",
    "sources/pg.yaml, 5432, 70000",
    "sources/pg.yaml, postgresql, postgres",
    "destinations/hook.yaml, POST, PSOT",
    "destinations/hook.yaml, http://127, 127",
    "destinations/hook.yaml, 'method:', 'timeout: 30, method:'",
    "destinations/hook.yaml, 'method:', 'auth: {type: bearer}, method:'",
    "models/customers.yaml, 'key: [id]', 'kye: [id]'",
    "models/customers.yaml, 'table: customers', 'table: a\nquery: SELECT 1'",
    "syncs/customers_to_hook.yaml, 'delivery:', 'delivry:'",
    "syncs/customers_to_hook.yaml, 'records:', 'record:'",
    "syncs/customers_to_hook.yaml, 'updated]', 'update]'",
    "syncs/customers_to_hook.yaml, '5%,', '5,'",
    "syncs/customers_to_hook.yaml, 'guard:', 'schedule: {every: 1h, after: x}\nguard:'",
    "syncs/customers_to_hook.yaml, 'guard:', 'enabled: maybe\nguard:'"
  })
  void an_editor_underlines_a_mistake(String file, String right, String wrong) throws IOException {
    Folder folder = Folder.valid(root);
    folder.replace(file, right, wrong);
    Path path = root.resolve(file);

    assertThat(faults(schemaOf(path), Files.readString(path))).isNotEmpty();
  }

  @Test
  void a_schema_has_every_key_that_validate_knows_and_no_other() {
    Folder folder = Folder.valid(root);
    Map<String, Json.Obj> all = Schemas.all();
    folder.write("penstock.yaml", everything(schema(all, "penstock.json"), Optional.empty()));
    folder.write("models/all.yaml", everything(schema(all, "model.json"), Optional.empty()));
    folder.write("syncs/all.yaml", everything(schema(all, "sync.json"), Optional.empty()));
    for (String side : List.of("source", "destination")) {
      Json.Obj schema = schema(all, side + ".json");
      members(schema, "$defs")
          .forEach(
              (type, settings) ->
                  folder.write(
                      side + "s/all_" + type + ".yaml",
                      everything(schema, Optional.of((Json.Obj) settings))
                          .replace("\"type\":\"x\"", "\"type\":\"" + type + "\"")));
    }

    List<Problem> unknown =
        folder.read().problems().stream()
            .filter(problem -> problem.code() == ProblemCode.KEY_UNKNOWN)
            .toList();

    assertThat(unknown).hasSizeGreaterThan(15);
    // Where all keys of the schema stand already, a suggestion names one that it lacks.
    assertThat(unknown)
        .allSatisfy(
            problem -> {
              assertThat(problem.message()).contains(STRANGER);
              assertThat(problem.suggestion()).isEmpty();
            });
  }

  private static Map<String, Json> members(Json.Obj schema, String name) {
    return schema.members().get(name) instanceof Json.Obj(var members) ? members : Map.of();
  }

  private static Json.Obj schema(Map<String, Json.Obj> all, String name) {
    return Optional.ofNullable(all.get(name)).orElseThrow();
  }

  /** A file with every key of the schema, and in each object one that nobody knows. */
  private static String everything(Json.Obj schema, Optional<Json.Obj> settings) {
    StringBuilder text = new StringBuilder();
    append(schema, settings, text);
    return text.append('\n').toString();
  }

  private static void append(Json.Obj schema, Optional<Json.Obj> settings, StringBuilder text) {
    Optional<Json.Obj> keys = objectForm(schema);
    if (keys.isEmpty()) {
      text.append("\"x\"");
      return;
    }
    text.append("{\"").append(STRANGER).append("\": 1");
    members(keys.get(), "properties")
        .forEach(
            (name, form) -> {
              text.append(", \"").append(name).append("\":");
              append(
                  name.equals("settings") ? settings.orElseThrow() : (Json.Obj) form,
                  settings,
                  text);
            });
    text.append('}');
  }

  /** The schema itself or the one of its alternatives that has keys. */
  private static Optional<Json.Obj> objectForm(Json.Obj schema) {
    if (schema.members().containsKey("properties")) {
      return Optional.of(schema);
    }
    return schema.members().get("anyOf") instanceof Json.Array(var forms)
        ? forms.stream().flatMap(form -> objectForm((Json.Obj) form).stream()).findFirst()
        : Optional.empty();
  }
}
