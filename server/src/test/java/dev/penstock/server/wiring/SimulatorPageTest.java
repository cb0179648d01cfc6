package dev.penstock.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.FaultMatch;
import dev.penstock.connectors.sandbox.simulator.FaultRule;
import dev.penstock.connectors.sandbox.simulator.FaultScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page about the simulator knows every word of the language, and what it shows works. */
class SimulatorPageTest {
  private static final Path PAGE = Path.of("../docs/simulator.md");
  private static final Path SCRIPTS = Path.of("../examples/faults");
  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  /** {@code | `name` | `{name: ...}` | meaning |}. */
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| `(\\{.*?})` \\| .+ \\|");

  @TempDir private Path folder = Path.of("");

  private FaultScript read(String yaml) throws IOException {
    return FaultFile.read(Files.writeString(folder.resolve("faults.yaml"), yaml)).script();
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  /** The examples of the page's tables below a heading, by the name in their first column. */
  private static Map<String, String> examples(String heading, String next) throws IOException {
    String part =
        page().split("\n### " + heading + "\n", -1)[1].split("\n##+ " + next + "\n", -1)[0];
    var examples = new LinkedHashMap<String, String>();
    for (String line : part.split("\n", -1)) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        examples.put(row.group(1), row.group(2));
      }
    }
    return examples;
  }

  @Test
  void every_action_has_a_row_with_an_example_that_is_this_action() throws IOException {
    Map<String, String> examples = examples("Actions", "Scripts to start from");

    assertThat(examples.keySet()).containsExactlyInAnyOrderElementsOf(FaultScript.actionNames());
    for (var example : examples.entrySet()) {
      List<FaultRule> rules = read("- action: " + example.getValue()).rules();
      assertThat(rules).extracting(FaultRule::name).containsExactly(example.getKey());
    }
  }

  @Test
  void every_condition_has_a_row_with_an_example_that_means_something() throws IOException {
    Map<String, String> examples = examples("Conditions", "Actions");

    assertThat(examples.keySet()).containsExactlyInAnyOrderElementsOf(FaultScript.matchNames());
    for (var example : examples.entrySet()) {
      FaultScript script = read("- action: {gone: true}\n  match: " + example.getValue());
      assertThat(example.getValue()).contains(example.getKey() + ":");
      assertThat(script.rules().getFirst().match())
          .as(example.getKey())
          .isNotEqualTo(FaultMatch.EVERYTHING);
    }
  }

  @Test
  void every_script_on_the_page_can_be_used() throws IOException {
    var blocks = BLOCK.matcher(page());
    var scripts = new ArrayList<FaultScript>();
    while (blocks.find()) {
      scripts.add(read(blocks.group(1)));
    }

    assertThat(scripts).hasSizeGreaterThan(1).allMatch(script -> !script.rules().isEmpty());
  }

  @Test
  void every_script_of_the_examples_can_be_used_and_is_on_the_page() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      List<Path> scripts = files.toList();

      assertThat(scripts).isNotEmpty();
      for (Path script : scripts) {
        assertThat(FaultFile.read(script).script().rules()).as(script.toString()).isNotEmpty();
        assertThat(page()).contains("(../examples/faults/" + script.getFileName() + ")");
      }
    }
  }
}
