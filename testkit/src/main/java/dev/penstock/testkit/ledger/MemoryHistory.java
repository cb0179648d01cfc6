package dev.penstock.testkit.ledger;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.ErrorPrint;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.run.AmbiguousRun;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.testkit.ledger.MemoryStore.ProjectRun;
import dev.penstock.testkit.ledger.MemoryStore.SyncKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people read of a ledger in memory. Used by one thread. */
final class MemoryHistory implements History {
  private static final int AMBIGUOUS_SHOWN = 3;

  private static final Comparator<Letter> NEWEST =
      Comparator.comparing(Letter::lastSeen).thenComparing(Letter::id).reversed();

  private final MemoryStore store;

  MemoryHistory(MemoryStore store) {
    this.store = store;
  }

  @Override
  public List<RunRecord> runs(String project, Optional<String> sync, int limit) {
    return store.runs.descendingMap().values().stream()
        .filter(run -> run.project().equals(project))
        .map(ProjectRun::run)
        .map(MemoryRun::shown)
        .filter(run -> sync.map(run.sync()::equals).orElse(true))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<RunRecord> run(String project, String id) {
    List<RunRecord> found =
        store.runs.tailMap(id).entrySet().stream()
            .takeWhile(entry -> entry.getKey().startsWith(id))
            .filter(entry -> entry.getValue().project().equals(project))
            .limit(AMBIGUOUS_SHOWN)
            .map(entry -> entry.getValue().run().shown())
            .toList();
    if (found.size() > 1 && !found.getFirst().id().equals(id)) {
      throw new AmbiguousRun(id, found.stream().map(RunRecord::id).toList());
    }
    return found.stream().findFirst();
  }

  @Override
  public List<SyncStatus> syncs(String project) {
    return store.live.values().stream()
        .filter(state -> state.identity.project().equals(project))
        .sorted(Comparator.comparing(state -> state.identity.sync()))
        .map(this::status)
        .toList();
  }

  private SyncStatus status(MemoryState state) {
    String sync = state.identity.sync();
    return new SyncStatus(
        sync,
        state.identity.destination(),
        state.identity.action(),
        state.held,
        state.live.values().stream().filter(MemoryLetter::isOpen).count(),
        state.blocked.map(ErrorCode::name).orElse(""),
        store.paused.getOrDefault(SyncKey.of(state.identity), ""),
        runs(state.identity.project(), Optional.of(sync), 1).stream().findFirst());
  }

  @Override
  public List<Letter> letters(String project, LetterFilter filter, int limit) {
    return all(project, letter -> isMeant(letter, filter)).stream()
        .filter(letter -> filter.sync().map(letter.sync()::equals).orElse(true))
        .sorted(NEWEST)
        .limit(limit)
        .toList();
  }

  @Override
  public void each(String project, LetterFilter filter, Consumer<Letter> each) {
    letters(project, filter, Integer.MAX_VALUE).forEach(each);
  }

  private static boolean isMeant(MemoryLetter letter, LetterFilter filter) {
    boolean state =
        switch (filter.state()) {
          case OPEN -> letter.isOpen();
          case WAITING -> letter.isOpen() && letter.tries().nextRetry().isEmpty();
          case DISCARDED -> letter.status().equals(MemoryLetter.DISCARDED);
          case ALL -> true;
        };
    Failure failure = letter.record().failure();
    return state
        && (filter.codes().isEmpty() || filter.codes().contains(failure.code()))
        && filter.since().map(since -> !letter.lastSeen().isBefore(since)).orElse(true)
        && filter.until().map(letter.lastSeen()::isBefore).orElse(true)
        && (filter.status().isEmpty() || filter.status().getAsInt() == failure.status())
        && filter.print().map(ErrorPrint.of(failure)::equals).orElse(true)
        && filter.key().map(key -> matches(letter.key(), key)).orElse(true);
  }

  private static boolean matches(String key, String wanted) {
    String pattern =
        Stream.of(wanted.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(pattern, Pattern.DOTALL).matcher(key).matches();
  }

  @Override
  public List<LetterGroup> groups(String project, LetterFilter filter) {
    Map<String, List<Letter>> byPrint =
        letters(project, filter, Integer.MAX_VALUE).stream()
            .collect(Collectors.groupingBy(Letter::print));
    return byPrint.values().stream()
        .map(
            alike ->
                new LetterGroup(
                    alike.getFirst().print(),
                    alike.size(),
                    alike.stream().map(Letter::firstSeen).min(Comparator.naturalOrder()).get(),
                    alike.getFirst()))
        .sorted(
            Comparator.comparing(LetterGroup::letters)
                .thenComparing(group -> group.example().lastSeen())
                .reversed())
        .toList();
  }

  @Override
  public Optional<Letter> letter(String project, String idOrKey) {
    Optional<Letter> byId =
        all(project, letter -> letter.id().equals(idOrKey)).stream().findFirst();
    String key = MemoryLetter.storable(idOrKey);
    return byId.or(
        () ->
            all(project, letter -> letter.isLive() && letter.key().equals(key)).stream()
                .min(NEWEST));
  }

  private List<Letter> all(String project, Predicate<MemoryLetter> wanted) {
    List<Letter> found = new ArrayList<>();
    for (MemoryState state : store.states) {
      if (state.identity.project().equals(project)) {
        String sync = state.identity.sync();
        state.live.values().stream().filter(wanted).map(l -> l.shown(sync)).forEach(found::add);
        state.closed.stream().filter(wanted).map(l -> l.shown(sync)).forEach(found::add);
      }
    }
    return found;
  }
}
