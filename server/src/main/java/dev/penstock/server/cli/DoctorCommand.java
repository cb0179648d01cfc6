package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.server.Finding;
import dev.penstock.server.Finding.Health;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code penstock doctor}: whether everything that a run needs is there. */
@Command(name = "doctor", description = DoctorCommand.DESCRIPTION, sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Looks at everything that a run needs; changes nothing.";

  private final Session session;

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Finding> findings = session.penstock().examine();
    boolean healthy = findings.stream().noneMatch(finding -> finding.health() == Health.FAIL);
    if (session.options().json()) {
      session.json(
          new Shape(
              JsonOutput.FORMAT_VERSION,
              healthy,
              findings.stream().map(FindingShape::of).toList()));
    } else {
      findings.forEach(this::print);
    }
    return (healthy ? ExitCode.OK : ExitCode.FAILED).number();
  }

  private void print(Finding finding) {
    String word = icon(finding.health()) + " " + Texts.word(finding.health());
    session.say(
        session.style().byIcon(word + "  " + Texts.safe(finding.subject()))
            + "  "
            + Texts.safe(finding.detail()));
    if (!finding.remedy().isEmpty()) {
      session.say("    " + Texts.safe(session.runnable(finding.remedy())));
    }
  }

  private static String icon(Health health) {
    return switch (health) {
      case OK -> "✔";
      case WARN -> "◐";
      case FAIL -> "✖";
    };
  }

  /** The result in JSON. */
  record Shape(
      @JsonProperty("format_version") int formatVersion,
      boolean healthy,
      List<FindingShape> findings) {}

  /** A finding in JSON. */
  record FindingShape(String subject, String health, String detail, String remedy) {
    static FindingShape of(Finding finding) {
      return new FindingShape(
          finding.subject(), Texts.word(finding.health()), finding.detail(), finding.remedy());
    }
  }
}
