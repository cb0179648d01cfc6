package dev.penstock.server.cli;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A run as a person reads it: did it work, how many of what, why not, what now. */
final class RunLines {
  private RunLines() {}

  /** Why it failed, in a sentence. */
  static String sentence(RunRecord run) {
    return run.message().isEmpty()
        ? run.error().map(ErrorCode::sentence).orElse("")
        : run.message();
  }

  static List<String> of(RunRecord run, Style style) {
    List<String> lines = new ArrayList<>();
    String status = style.byIcon(Style.word(run.status()));
    lines.add(
        status
            + "  "
            + Texts.safe(run.sync())
            + "  in "
            + Texts.duration(RunShape.duration(run))
            + "  ("
            + Texts.safe(run.id())
            + ")");
    lines.add("  " + rows(run));
    if (run.counts().planned() > 0) {
      changes(run.counts()).lines(style).forEach(line -> lines.add("  " + line));
      lines.add("  " + ends(run.counts()));
      lines.add("  " + requests(run.counts()));
    }
    if (!run.steps().isEmpty()) {
      lines.add("  steps: " + steps(run));
    }
    return lines;
  }

  private static String rows(RunRecord run) {
    Counts counts = run.counts();
    List<String> parts = new ArrayList<>();
    parts.add("read " + Texts.number(counts.read()));
    add(parts, "unchanged", counts.unchanged());
    add(parts, "settled without sending", counts.settledWithoutSending());
    add(parts, "suppressed", counts.suppressed());
    add(parts, "source-rejected", counts.sourceRejected());
    if (counts.planned() == 0 && run.status() == RunStatus.SUCCEEDED) {
      parts.add("nothing to send");
    }
    return String.join(" · ", parts);
  }

  private static Table changes(Counts counts) {
    Table table = new Table().text("change").number("found").number("delivered");
    table.row("added", Texts.number(counts.added()), Texts.number(counts.deliveredAdded()));
    table.row("updated", Texts.number(counts.updated()), Texts.number(counts.deliveredUpdated()));
    table.row("deleted", Texts.number(counts.deleted()), Texts.number(counts.deliveredDeleted()));
    if (counts.unsettled() > 0) {
      // Sent as added or updated, so what was delivered of them stands above.
      table.row("unsettled", Texts.number(counts.unsettled()), "");
    }
    return table;
  }

  private static String ends(Counts counts) {
    List<String> parts = new ArrayList<>();
    parts.add("planned " + Texts.number(counts.planned()));
    parts.add("delivered " + Texts.number(counts.delivered()));
    add(parts, "skipped", counts.skipped());
    add(parts, "dead-lettered", counts.deadLettered());
    add(parts, "superseded", counts.superseded());
    add(parts, "discarded", counts.discarded());
    add(parts, "pending", counts.pending());
    return String.join(" · ", parts);
  }

  private static String requests(Counts counts) {
    List<String> parts = new ArrayList<>();
    String retries =
        counts.retries() > 0 ? " (" + Texts.number(counts.retries()) + " repeated)" : "";
    parts.add(Texts.count(counts.requests(), "request") + retries);
    add(parts, "values became null but are left out", counts.clearedButOmitted());
    return String.join(" · ", parts);
  }

  private static void add(List<String> parts, String word, long number) {
    if (number > 0) {
      parts.add(word + " " + Texts.number(number));
    }
  }

  private static String steps(RunRecord run) {
    return run.steps().stream()
        .map(
            step ->
                step.name() + " " + Texts.duration(java.time.Duration.ofMillis(step.durationMs())))
        .collect(Collectors.joining(", "));
  }

  /**
   * What to do now, a command a line; nothing when all is done.
   *
   * @param command makes one that can be typed out of its words
   */
  static List<String> next(RunRecord run, UnaryOperator<String> command) {
    String sync = run.sync();
    return switch (run.status()) {
      case SUCCEEDED -> List.of();
      case PARTIAL, FAILED -> {
        if (run.counts().deadLettered() > 0) {
          yield List.of("Next: " + command.apply("dlq list --sync " + sync));
        }
        yield run.status() == RunStatus.PARTIAL
            ? List.of("Next: " + command.apply("runs show " + run.id()))
            : List.of();
      }
      case AWAITING_APPROVAL ->
          List.of(
              "Next: " + command.apply("plan " + sync),
              "Then, if it is right: " + command.apply("approve " + run.id()),
              "And " + command.apply("run " + sync));
      case CANCELLED, DEFERRED, EXTRACTING, DELIVERING ->
          List.of("Next, with what is left: " + command.apply("run " + sync));
    };
  }
}
