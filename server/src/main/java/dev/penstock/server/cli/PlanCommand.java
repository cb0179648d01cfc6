package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.engine.run.Counts;
import dev.penstock.server.PlanReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock plan}: what a run would send. */
@Command(name = "plan", description = PlanCommand.DESCRIPTION, sortOptions = false)
final class PlanCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Shows what a run would send; sends nothing.";

  /** What of a payload a person takes in on one line of a screen. */
  private static final int PAYLOAD_MAX = 300;

  private final Session session;

  @Parameters(paramLabel = "SYNC", description = "The sync to plan.")
  private String sync = "";

  PlanCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Session.requireSync(session.project(), sync);
    PlanReport plan = session.penstock().plan(sync);
    if (session.options().json()) {
      session.json(Shape.of(plan));
    } else {
      print(plan);
    }
    return ExitCode.OK.number();
  }

  private void print(PlanReport plan) {
    PlanSummary summary = plan.summary();
    session.say(
        "Plan of "
            + Texts.safe(plan.sync())
            + " → "
            + Texts.safe(plan.destination())
            + " ("
            + Texts.safe(plan.action())
            + "); nothing was sent.");
    session.say("  read " + Texts.number(summary.read()) + rest(summary));
    Table table = new Table().text("change").number("records");
    table.row("added", Texts.number(summary.added()));
    table.row("updated", Texts.number(summary.updated()));
    table.row("deleted", Texts.number(summary.deleted()));
    if (summary.unsettled() > 0) {
      table.row("unsettled", Texts.number(summary.unsettled()));
    }
    table.row("all", Texts.number(summary.planned()));
    table.lines(session.style()).forEach(line -> session.say("  " + line));
    session.say("  about " + Texts.count(plan.requests(), "request"));
    samples(plan);
    plan.notes().forEach(note -> session.say("Note: " + Texts.safe(note)));
    plan.guard()
        .ifPresent(
            why ->
                session.say(session.style().warning("⏸ stops for approval: ") + Texts.safe(why)));
    session.say(next(plan));
  }

  private static String rest(PlanSummary summary) {
    StringBuilder rest = new StringBuilder();
    append(rest, "unchanged", summary.unchanged());
    append(rest, "settled without sending", summary.settledWithoutSending());
    append(rest, "suppressed", summary.suppressed());
    append(rest, "source-rejected", summary.sourceRejected());
    append(rest, "held before", summary.heldBefore());
    return rest.toString();
  }

  private static void append(StringBuilder rest, String word, long number) {
    if (number > 0) {
      rest.append(" · ").append(word).append(' ').append(Texts.number(number));
    }
  }

  private void samples(PlanReport plan) {
    if (!plan.samples().isEmpty()) {
      session.say("Samples:");
    }
    for (PlanReport.Sample sample : plan.samples()) {
      session.say(
          "  "
              + Texts.word(sample.kind())
              + "  "
              + Texts.safe(sample.key())
              + "  "
              + session.style().fitted(Texts.safe(sample.payload()), PAYLOAD_MAX));
    }
    if (!plan.summary().oddRows().isEmpty()) {
      session.say("Rows to look at in the source:");
    }
    for (PlanSummary.OddRow row : plan.summary().oddRows()) {
      session.say("  " + Texts.safe(row.code()) + "  " + Texts.safe(row.key()));
    }
  }

  private String next(PlanReport plan) {
    if (plan.summary().planned() == 0 && plan.guard().isEmpty()) {
      return "Nothing to send.";
    }
    return "Next: "
        + session.command(
            "run " + plan.sync() + (plan.guard().isPresent() ? " --allow-mass-change" : ""));
  }

  /** The plan in JSON. */
  record Shape(
      @JsonProperty("format_version") int formatVersion,
      String sync,
      String destination,
      String action,
      CountsShape counts,
      long requests,
      Optional<String> guard,
      List<SampleShape> samples,
      List<RejectedShape> rejectedSamples,
      List<String> notes) {
    static Shape of(PlanReport plan) {
      return new Shape(
          JsonOutput.FORMAT_VERSION,
          plan.sync(),
          plan.destination(),
          plan.action(),
          CountsShape.of(plan.summary()),
          plan.requests(),
          plan.guard(),
          plan.samples().stream()
              .map(s -> new SampleShape(Texts.word(s.kind()), s.key(), s.payload()))
              .toList(),
          plan.summary().oddRows().stream()
              .filter(PlanSummary.OddRow::isRejected)
              .map(row -> new RejectedShape(row.code(), row.key()))
              .toList(),
          plan.notes());
    }
  }

  /** A record that would be sent, in JSON. */
  record SampleShape(String kind, String key, String payload) {}

  /** A row that cannot be sent, in JSON. */
  record RejectedShape(String code, String key) {}

  /** The counts of a plan in JSON. */
  @JsonPropertyOrder("found") // unwrapped members would come last
  record CountsShape(@JsonUnwrapped FoundShape found, long heldBefore) {
    static CountsShape of(PlanSummary summary) {
      return new CountsShape(FoundShape.of(Counts.of(summary)), summary.heldBefore());
    }
  }
}
