package dev.penstock.testkit.ledger;

import dev.penstock.engine.run.Decisions;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What people decide, in memory. Used by one thread. */
final class MemoryDecisions implements Decisions {
  private final MemoryStore store;
  private final InstantSource clock;

  MemoryDecisions(MemoryStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public List<String> discard(
      String project, List<String> letters, boolean forever, String reason, String who) {
    return change(project, letters, _ -> true, letter -> letter.discarded(forever, reason));
  }

  @Override
  public List<String> restore(String project, List<String> letters, String who) {
    return change(
        project,
        letters,
        letter -> !letter.isOpen(),
        letter -> letter.restored(clock.instant().truncatedTo(ChronoUnit.MICROS)));
  }

  private List<String> change(
      String project,
      List<String> letters,
      Predicate<MemoryLetter> meant,
      UnaryOperator<MemoryLetter> change) {
    List<String> changed = new ArrayList<>();
    for (MemoryState state : store.states) {
      if (state.identity.project().equals(project)) {
        state.live.replaceAll(
            (_, letter) -> {
              if (!letters.contains(letter.id()) || !meant.test(letter)) {
                return letter;
              }
              changed.add(letter.id());
              return change.apply(letter);
            });
      }
    }
    return changed;
  }
}
