package dev.penstock.server.cli;

import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.Reprocess;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import java.util.List;

/** Takes the word of a person that records arrived, sync by sync and in parts. */
final class Confirming {
  private final Session session;

  Confirming(Session session) {
    this.session = session;
  }

  ExitCode of(List<Letter> letters) {
    return SyncBySync.of(session, letters, this::of);
  }

  private ExitCode of(String sync, List<Letter> letters) {
    ExitCode exit = ExitCode.OK;
    int from = 0;
    while (from < letters.size() && !session.isInterrupted()) {
      int to = Math.min(letters.size(), from + Reprocess.KEYS_MAX);
      List<Letter> part = letters.subList(from, to);
      RunReport report = session.penstock().dlq().confirm(sync, part, RunProgress.SILENT);
      exit = exit.orWorse(RunEnding.tell(session, report));
      from = to;
    }
    return exit;
  }
}
