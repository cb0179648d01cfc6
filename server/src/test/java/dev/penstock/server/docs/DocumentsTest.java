package dev.penstock.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Scope;
import dev.penstock.server.project.ConnectorTypes;
import dev.penstock.server.project.ConnectorTypes.ConnectorType;
import dev.penstock.server.project.ConnectorTypes.Form;
import dev.penstock.server.project.ConnectorTypes.Setting;
import dev.penstock.server.project.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents list is what the product has. */
final class DocumentsTest {
  private static final Path DOCS = Path.of("../docs");

  @Test
  void the_page_of_error_codes_is_what_the_product_says() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Error codes

            Made by `DocumentsTest` from the codes themselves; to write it again: run that test with `-Dgolden.write=true`.
            A code never changes its meaning. It stands in the message, in JSON (`error.code`) and on each dead letter.

            **How far it reaches.** *record*: this record only; where the destination refused it, it becomes a dead letter.
            *batch*: one request, which is divided to find the record at fault. *destination* and *source*: everything
            that goes there or comes from there waits; nothing becomes a dead letter. *system*: Penstock itself.

            """);
    for (Scope scope : Scope.values()) {
      page.append("## ").append(word(scope)).append("\n\n");
      for (ErrorCode code : ErrorCode.values()) {
        if (code.scope() == scope) {
          page.append(
              "### `%s`\n\n%s\n\n- Usual cause: %s\n- What to do: %s\n\n"
                  .formatted(code.name(), code.sentence(), code.cause(), code.advice()));
        }
      }
    }

    Path file = DOCS.resolve("errors.md");
    String text = page.toString().stripTrailing() + "\n";
    if (Boolean.getBoolean("golden.write")) {
      Files.writeString(file, text);
    }

    assertThat(text)
        .as("%s; if the change is meant, run the test with -Dgolden.write=true", file)
        .isEqualTo(Files.readString(file));
  }

  @Test
  void every_setting_of_a_connector_is_on_its_page() throws IOException {
    List<String> missing = new ArrayList<>();
    for (ConnectorType type : types()) {
      String page = Files.readString(DOCS.resolve("connectors/" + type.name() + ".md"));
      names(type.settings(), "")
          .filter(name -> !page.contains("| `" + name + "`"))
          .forEach(name -> missing.add(type.name() + ": " + name));
      type.actions().stream()
          .filter(action -> !page.contains("`" + action.name() + "`"))
          .forEach(action -> missing.add(type.name() + ": action " + action.name()));
    }

    assertThat(missing).as("rows missing in the tables of docs/connectors").isEmpty();
  }

  @Test
  void every_problem_of_a_project_is_explained() throws IOException {
    String page = Files.readString(DOCS.resolve("configuration.md"));

    assertThat(Stream.of(ProblemCode.values()).filter(code -> !page.contains("`" + code + "`")))
        .as("codes missing in docs/configuration.md")
        .isEmpty();
  }

  @Test
  void every_test_that_mission_coverage_names_exists() throws IOException {
    String page = Files.readString(DOCS.resolve("mission-coverage.md"));
    Set<String> named =
        Pattern.compile("`([A-Z]\\w*(?:Test|Contract))`")
            .matcher(page)
            .results()
            .map(found -> found.group(1) + ".java")
            .collect(Collectors.toCollection(TreeSet::new));

    try (Stream<Path> files = Files.walk(DOCS.resolve(".."))) {
      files.forEach(file -> named.remove(String.valueOf(file.getFileName())));
    }

    assertThat(named).as("tests that nobody has").isEmpty();
  }

  private static List<ConnectorType> types() {
    return Stream.concat(
            ConnectorTypes.sources().values().stream(),
            ConnectorTypes.destinations().values().stream())
        .toList();
  }

  private static Stream<String> names(List<Setting> settings, String prefix) {
    return settings.stream()
        .flatMap(
            setting ->
                setting.form() instanceof Form.Group(var members, _)
                    ? names(members, prefix + setting.name() + ".")
                    : Stream.of(prefix + setting.name()));
  }

  private static String word(Scope scope) {
    String name = scope.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
