package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.project.ProjectReading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person or a program tries mappings out. */
class MapCommandTest {
  /** Mapping needs no project, and so no Penstock. */
  private static final ScriptedPenstock NOTHING =
      new ScriptedPenstock(new ProjectReading("none", Optional.empty(), List.of()));

  @TempDir private Path folder = Path.of("");
  private Typed typed = new Typed(NOTHING);

  @Test
  void eachLineGetsOneAnswerWhateverIsInIt() {
    typed.piped(
        """
        {"mapping":{"up":{"@case":{"operator":"upper","value":{"@path":"$.n"}}}},"payload":{"n":"a"}}
        {"mapping":{"@path":"$.none"},"payload":{}}

        {"mapping":{"a":{"@path":1},"b":{"@nope":2}}}
        {"mapping":{"a":1},"payload":[]}
        {"mapping":{"a":{"@liquid":"{% for x in y %}"}}}
        this is not JSON
        [1]
        {"payload":{"n":"7"},"fields":{"n":{"label":"N","type":"number"}}}
        {"payload":{"n":"x"},"fields":{"n":{"label":"N","type":"number"}}}
        {"payload":{},"fields":{"n":{"label":"N","type":"colour"}}}
        {"payload":{}}
        {"mapping":{"id":12345678901234567890,"t":{"@template":"{{i}}"}},"payload":{"i":1.50}}\
        """);

    assertThat(typed.type("map")).isZero();

    assertThat(typed.out().lines())
        .containsExactly(
            "{\"value\":{\"up\":\"A\"}}",
            "{\"missing\":true}",
            "{\"error\":{\"kind\":\"validation\",\"messages\":[\"/a/@path should be a string or a"
                + " mapping directive but it is a number.\",\"/b has an invalid directive:"
                + " @nope.\"]}}",
            "{\"error\":{\"kind\":\"runtime\",\"messages\":[\"data must be an object, got"
                + " array\"]}}",
            "{\"error\":{\"kind\":\"liquid\",\"messages\":[\"tag \\\"for\\\" is disabled, line:1,"
                + " col:1\"]}}",
            "{\"error\":{\"kind\":\"host\",\"messages\":[\"the line is not JSON at byte 2:"
                + " \\\"r\\\" is missing\"]}}",
            "{\"error\":{\"kind\":\"host\",\"messages\":[\"a trial is an object with mapping and"
                + " payload, not array\"]}}",
            "{\"value\":{\"n\":7}}",
            "{\"error\":{\"kind\":\"field\",\"errors\":[{\"path\":\"$.n\",\"message\":\"N must be a"
                + " number but it was a string.\"}]}}",
            "{\"error\":{\"kind\":\"host\",\"messages\":[\"field \\\"n\\\" has type \\\"colour\\\","
                + " which is none\"]}}",
            "{\"error\":{\"kind\":\"host\",\"messages\":[\"there is neither a mapping nor"
                + " fields\"]}}",
            "{\"value\":{\"id\":12345678901234567890,\"t\":\"1.5\"}}");
  }

  @Test
  void aLineThatIsFarTooLongIsRefusedAndTheNextIsAnswered() {
    String long1 = "{\"payload\":\"" + "x".repeat(MapCommand.LINE_MAX) + "\"}";
    typed.piped(long1 + "\n{\"mapping\":{\"a\":1}}\n");

    assertThat(typed.type("map")).isZero();

    assertThat(typed.out().lines())
        .containsExactly(
            "{\"error\":{\"kind\":\"host\",\"messages\":[\"the line is longer than 16777216\"]}}",
            "{\"value\":{\"a\":1}}");
  }

  @Test
  void nestingWithoutEndIsAnAnswerToo() {
    String nested = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
    typed.piped("{\"mapping\":%s}\n{\"mapping\":{\"b\":2}}\n".formatted(nested));

    assertThat(typed.type("map")).isZero();

    assertThat(typed.out().lines()).hasSize(2);
    assertThat(typed.out()).contains("nested deeper").contains("{\"value\":{\"b\":2}}");
  }

  @Test
  void filesAreMappedAndMustFitTheFields() throws IOException {
    Path mapping = write("m.json", "{\"mail\":{\"@path\":\"$.e\"}}");
    Path payload = write("p.json", "{\"e\":\"a@b\"}");
    Path fields =
        write("f.json", "{\"mail\":{\"label\":\"Mail\",\"type\":\"string\",\"format\":\"email\"}}");

    assertThat(typed.type("map --mapping %s --payload %s".formatted(mapping, payload))).isZero();
    assertThat(typed.out()).isEqualToIgnoringNewLines("{\"value\":{\"mail\":\"a@b\"}}");

    typed = new Typed(NOTHING);
    String command = "map --mapping %s --payload %s --fields %s";
    assertThat(typed.type(command.formatted(mapping, payload, fields)))
        .isEqualTo(ExitCode.FAILED.number());
    assertThat(typed.out()).contains("Mail must be a valid email address string but it was not.");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    assertThat(typed.type("map --mapping /nowhere/m.json"))
        .isEqualTo(ExitCode.INVALID_CONFIG.number());
    assertThat(typed.err()).contains("/nowhere/m.json").contains("cannot be read");

    typed = new Typed(NOTHING);
    assertThat(typed.type("map --mapping " + write("bad.json", "{\"a\":}")))
        .isEqualTo(ExitCode.INVALID_CONFIG.number());
    assertThat(typed.err()).contains("not JSON at byte 6");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
