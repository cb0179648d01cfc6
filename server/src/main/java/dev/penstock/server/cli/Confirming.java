package dev.penstock.server.cli;

import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.Reprocess;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Takes the word of a person that records arrived, sync by sync and in parts. */
final class Confirming {
  private final Session session;

  Confirming(Session session) {
    this.session = session;
  }

  ExitCode of(List<Letter> letters) {
    if (letters.isEmpty()) {
      session.say(session.style().good("✔ no dead letters"));
    }
    Map<String, List<Letter>> bySync =
        letters.stream()
            .collect(Collectors.groupingBy(Letter::sync, TreeMap::new, Collectors.toList()));
    ExitCode exit = ExitCode.OK;
    for (Map.Entry<String, List<Letter>> one : bySync.entrySet()) {
      List<Letter> all = one.getValue();
      for (int from = 0; from < all.size() && !session.isInterrupted(); ) {
        int to = Math.min(all.size(), from + Reprocess.KEYS_MAX);
        exit = exit.orWorse(confirm(one.getKey(), all.subList(from, to)));
        from = to;
      }
    }
    return exit;
  }

  private ExitCode confirm(String sync, List<Letter> letters) {
    RunReport report = session.penstock().dlq().confirm(sync, letters, RunProgress.SILENT);
    return RunEnding.tell(session, report);
  }
}
