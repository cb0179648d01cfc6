package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.server.ConnectionTest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock test}: tries connections step by step. */
@Command(name = "test", description = TestCommand.DESCRIPTION, sortOptions = false)
final class TestCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Tries sources and destinations step by step; writes nothing.";

  private final Session session;

  @Parameters(
      paramLabel = "CONNECTION",
      arity = "0..1",
      description = "A source or destination (default: all).")
  private Optional<String> connection = Optional.empty();

  TestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<ConnectionTest> tests = session.penstock().test(connection);
    if (session.options().json()) {
      session.json(
          new Shape(JsonOutput.FORMAT_VERSION, tests.stream().map(TestShape::of).toList()));
    } else {
      tests.forEach(this::print);
    }
    boolean passed = tests.stream().allMatch(ConnectionTest::passed);
    return (passed ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private void print(ConnectionTest test) {
    session.say(
        Texts.word(test.side())
            + " "
            + Texts.safe(test.name())
            + " ("
            + Texts.safe(test.type())
            + ")");
    for (TestStep step : test.steps()) {
      session.say(
          "  "
              + session.style().byIcon(icon(step.result()) + " " + Texts.safe(step.name()))
              + "  "
              + Texts.safe(step.detail()));
      if (!step.remedy().isEmpty()) {
        session.say("    " + Texts.safe(step.remedy()));
      }
    }
  }

  private static String icon(TestStep.Result result) {
    return switch (result) {
      case PASSED -> "✔";
      case FAILED -> "✖";
      case SKIPPED -> "◌";
    };
  }

  /** The result in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, List<TestShape> connections) {}

  /** A connection in JSON. */
  record TestShape(String side, String name, String type, boolean passed, List<StepShape> steps) {
    static TestShape of(ConnectionTest test) {
      return new TestShape(
          Texts.word(test.side()),
          test.name(),
          test.type(),
          test.passed(),
          test.steps().stream().map(StepShape::of).toList());
    }
  }

  /** A step in JSON. */
  record StepShape(String name, String result, String detail, String remedy) {
    static StepShape of(TestStep step) {
      return new StepShape(step.name(), Texts.word(step.result()), step.detail(), step.remedy());
    }
  }
}
