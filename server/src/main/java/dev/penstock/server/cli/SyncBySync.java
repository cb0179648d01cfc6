package dev.penstock.server.cli;

import dev.penstock.engine.run.History.Letter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Does something about dead letters, the ones of each sync together, until a person stops it. */
final class SyncBySync {
  private SyncBySync() {}

  /** The worst of the exit codes. */
  static ExitCode of(
      Session session, List<Letter> letters, BiFunction<String, List<Letter>, ExitCode> each) {
    if (letters.isEmpty()) {
      session.say(session.style().good("✔ no dead letters"));
    }
    Map<String, List<Letter>> bySync =
        letters.stream()
            .collect(Collectors.groupingBy(Letter::sync, TreeMap::new, Collectors.toList()));
    ExitCode exit = ExitCode.OK;
    for (Map.Entry<String, List<Letter>> one : bySync.entrySet()) {
      if (!session.isInterrupted()) {
        exit = exit.orWorse(each.apply(one.getKey(), one.getValue()));
      }
    }
    return exit;
  }
}
