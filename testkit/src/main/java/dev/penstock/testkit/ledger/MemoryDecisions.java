package dev.penstock.testkit.ledger;

import dev.penstock.engine.run.Decisions;
import dev.penstock.testkit.ledger.MemoryStore.SyncKey;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Override
  public void pause(String project, String sync, String reason, String who) {
    store.paused.putIfAbsent(new SyncKey(project, sync), "paused by " + who + ": " + reason);
  }

  @Override
  public void resume(String project, String sync) {
    store.paused.remove(new SyncKey(project, sync));
  }

  @Override
  public Optional<String> paused(String project, String sync) {
    return Optional.ofNullable(store.paused.get(new SyncKey(project, sync)));
  }

  private Optional<String> underWay(String project, String sync) {
    return Optional.ofNullable(store.live.get(new SyncKey(project, sync)))
        .flatMap(state -> state.unfinished)
        .map(run -> run.shown().id());
  }

  @Override
  public Optional<String> askToStop(String project, String sync, String who) {
    Optional<String> run = underWay(project, sync);
    run.ifPresent(id -> store.stopping.put(new SyncKey(project, sync), id));
    return run;
  }

  @Override
  public boolean mustStop(String project, String sync) {
    Optional<String> asked = Optional.ofNullable(store.stopping.get(new SyncKey(project, sync)));
    return paused(project, sync).isPresent()
        || (asked.isPresent() && asked.equals(underWay(project, sync)));
  }

  @Override
  public boolean decide(String project, String run, boolean approved, String reason, String who) {
    return store.states.stream()
        .filter(state -> state.identity.project().equals(project) && state.lastRun.equals(run))
        .flatMap(state -> state.lastStopped.stream())
        .filter(stopped -> stopped.shown().id().equals(run))
        .anyMatch(stopped -> stopped.decide(approved, clock.instant()));
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
