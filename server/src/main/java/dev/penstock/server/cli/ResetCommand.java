package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.server.ResetReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock reset}: forgets what a destination holds. */
@Command(name = "reset", description = ResetCommand.DESCRIPTION, sortOptions = false)
final class ResetCommand implements Callable<Integer> {
  static final String DESCRIPTION =
      "Forgets what the destination holds; the next run sends everything again.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", description = "The sync to reset.")
  private String sync = "";

  ResetCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Session.requireSync(session.project(), sync);
    Optional<ResetReport> looked = Optional.empty();
    if (!session.options().yes) {
      looked = Optional.of(session.penstock().resetPreview(sync));
      confirm(looked.get());
    }
    ResetReport done = session.penstock().reset(sync);
    if (session.options().json()) {
      session.json(Shape.of(done, looked.flatMap(ResetReport::pendingDeletes)));
    } else {
      session.say("Reset " + Texts.safe(sync) + ": forgot " + held(done) + ".");
      session.say("Next: " + session.command("plan " + sync));
    }
    return ExitCode.OK.number();
  }

  private void confirm(ResetReport preview) {
    if (!session.mayAsk()) {
      throw new UsageException(
          "A reset of `" + sync + "` needs a yes, and nobody can be asked here.",
          "Add --yes when it is meant; it forgets " + held(preview) + ".");
    }
    var err = session.terminal().err();
    err.println("This forgets " + held(preview) + " of " + Texts.safe(sync) + ".");
    err.println(
        "The next run sends everything again, in about "
            + Texts.count(preview.requests(), "request")
            + ".");
    if (preview.pendingDeletes().isEmpty()) {
      err.println(
          "How many records would stay at the destination for good is unknown: "
              + Texts.safe(preview.whyUnknown()));
    } else if (preview.pendingDeletes().get() > 0) {
      err.println(
          Texts.count(preview.pendingDeletes().get(), "record")
              + " whose row is gone will stay at the destination for good.");
    }
    session.insistOn(sync, "reset");
  }

  private static String held(ResetReport report) {
    String letters =
        report.openLetters() > 0 ? " and " + Texts.count(report.openLetters(), "dead letter") : "";
    return Texts.count(report.held(), "held key") + letters;
  }

  /** The result in JSON. */
  record Shape(
      @JsonProperty("format_version") int formatVersion,
      String sync,
      long held,
      long openLetters,
      Optional<Long> pendingDeletes,
      long requests) {
    static Shape of(ResetReport report, Optional<Long> pendingDeletes) {
      return new Shape(
          JsonOutput.FORMAT_VERSION,
          report.sync(),
          report.held(),
          report.openLetters(),
          pendingDeletes,
          report.requests());
    }
  }
}
