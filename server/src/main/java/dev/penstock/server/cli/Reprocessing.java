package dev.penstock.server.cli;

import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.Reprocess;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.server.Rehearsal;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.cli.LetterShapes.RehearsalShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends dead letters again, sync by sync: first says what would pass, then tries ten, then sends
 * the rest in parts. What was done is done; a part that was not is still a dead letter.
 */
final class Reprocessing {
  /** Enough to see whether the cause is mended, and few enough to be refused once more. */
  private static final int TRIED_FIRST = 10;

  private final Session session;
  private final boolean evenUnchanged;
  private final boolean dryRun;

  Reprocessing(Session session, boolean evenUnchanged, boolean dryRun) {
    this.session = session;
    this.evenUnchanged = evenUnchanged;
    this.dryRun = dryRun;
  }

  ExitCode of(List<Letter> letters) {
    return SyncBySync.of(session, letters, this::of);
  }

  private ExitCode of(String sync, List<Letter> letters) {
    Rehearsal rehearsal = session.penstock().dlq().rehearse(sync, letters, evenUnchanged);
    tell(sync, letters.size(), rehearsal);
    List<Letter> meant = new ArrayList<>(rehearsal.passing());
    meant.addAll(rehearsal.gone());
    if (dryRun || meant.isEmpty()) {
      return ExitCode.OK;
    }
    confirm(meant.size());
    ExitCode exit = ExitCode.OK;
    int from = 0;
    while (from < meant.size() && !session.isInterrupted()) {
      int size = from == 0 ? TRIED_FIRST : Reprocess.KEYS_MAX;
      List<Letter> part = meant.subList(from, Math.min(meant.size(), from + size));
      RunReport report = send(sync, part);
      exit = exit.orWorse(ExitCode.of(report.run().status()));
      from += part.size();
      if (report.run().counts().delivered() == 0 && report.run().counts().planned() > 0) {
        session.say(
            "None of these %s was taken; the other %,d are left as they are."
                .formatted(Texts.count(part.size(), "record"), meant.size() - from));
        break;
      }
    }
    return exit;
  }

  private void tell(String sync, int letters, Rehearsal rehearsal) {
    if (session.options().json()) {
      session.json(RehearsalShape.of(sync, rehearsal));
      return;
    }
    session.say(
        "%s: %,d of %,d would %s now."
            .formatted(
                Texts.safe(sync),
                rehearsal.passing().size(),
                letters,
                evenUnchanged ? "be sent" : "be sent with other values"));
    rehearsal
        .unmappable()
        .forEach(
            (why, count) ->
                session.say("  %,d cannot be mapped: %s".formatted(count, Texts.safe(why))));
    if (!rehearsal.unchanged().isEmpty()) {
      session.say(
          "  %,d left out: row and mapping are what was refused (--even-unchanged when the destination was mended)"
              .formatted(rehearsal.unchanged().size()));
    }
    if (!rehearsal.gone().isEmpty()) {
      session.say(
          "  %,d are gone from the model; their letters close".formatted(rehearsal.gone().size()));
    }
    if (!rehearsal.unfindable().isEmpty()) {
      session.say(
          "  %,d were kept by an older build and cannot be found by key; a run tries them"
              .formatted(rehearsal.unfindable().size()));
    }
  }

  private void confirm(int letters) {
    if (session.options().yes || letters == 1) {
      return;
    }
    if (!session.mayAsk()) {
      throw new UsageException(
          "%s would be sent, and nobody can be asked here."
              .formatted(Texts.count(letters, "record")),
          "Add --yes when it is meant, or --dry-run to only look.");
    }
    String answer = session.ask("Send them (y/N)?");
    if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
      throw new UsageException("Nothing was sent.", "");
    }
  }

  private RunReport send(String sync, List<Letter> part) {
    RunReport report =
        session.penstock().dlq().reprocess(sync, part, evenUnchanged, RunProgress.SILENT);
    RunRecord run = report.run();
    if (session.options().json()) {
      session.json(RunShape.of(report));
    } else {
      RunLines.of(run, session.style()).forEach(session::say);
    }
    return report;
  }
}
