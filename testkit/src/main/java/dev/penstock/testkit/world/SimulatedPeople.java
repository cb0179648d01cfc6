package dev.penstock.testkit.world;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.Purpose;
import dev.penstock.engine.run.Reprocess;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.testkit.ledger.InMemoryLedger;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What people decide between the runs of a storm, about dead letters and about the guard. */
final class SimulatedPeople {
  private static final String WHO = "ada";
  private static final int LETTERS_MAX = 10_000;

  private final InMemoryLedger ledger;
  private final String project;
  private final String sync;
  private final SimulatedSource source;
  private final SimulatedTool tool;
  private final Random random;
  private final Set<String> discarded = new HashSet<>();
  private long approvedGone;

  SimulatedPeople(
      InMemoryLedger ledger,
      String project,
      String sync,
      SimulatedSource source,
      SimulatedTool tool,
      Random random) {
    this.ledger = ledger;
    this.project = project;
    this.sync = sync;
    this.source = source;
    this.tool = tool;
    this.random = random;
  }

  /** Decides about some letters; says what is to be reprocessed now, if anything. */
  Optional<Purpose> lookAtLetters() {
    List<History.Letter> some =
        ledger.letters(project, Optional.of(sync), LETTERS_MAX).stream()
            .filter(_ -> random.nextInt(4) > 0)
            .toList();
    if (some.isEmpty() && discarded.isEmpty()) {
      return Optional.empty();
    }
    List<String> ids = some.stream().map(History.Letter::id).toList();
    switch (random.nextInt(9)) {
      case 0 -> discarded.addAll(decisions().discard(project, ids, false, "", WHO));
      case 1 -> discarded.addAll(decisions().discard(project, ids, true, "", WHO));
      case 2 -> restoreAll();
      case 3, 4, 5 -> {
        some.forEach(this::mend);
        return Optional.of(
            new Purpose.Letters(
                new Reprocess(
                    some.stream().map(History.Letter::row).collect(Collectors.toSet()),
                    random.nextBoolean())));
      }
      case 6, 7 -> {
        Set<String> arrived =
            some.stream()
                .filter(letter -> letter.failure().code() == ErrorCode.AMBIGUOUS)
                .filter(this::hasArrived)
                .map(History.Letter::change)
                .collect(Collectors.toSet());
        return arrived.isEmpty() ? Optional.empty() : Optional.of(new Purpose.Confirm(arrived));
      }
      default -> {}
    }
    return Optional.empty();
  }

  private boolean hasArrived(History.Letter letter) {
    return tool.appended(Integer.parseInt(letter.key())).contains(letter.payload());
  }

  /** Mostly a row is mended before its letter is tried again; the tool is what it is. */
  private void mend(History.Letter letter) {
    Row row = source.rows().get(Integer.parseInt(letter.key()));
    if (row != null && row.isBad() && random.nextInt(4) > 0) {
      source.rows().put(row.id(), new Row(row.id(), "mended@example.org", row.note()));
    }
  }

  /** Nothing stays discarded. */
  void restoreAll() {
    List<String> restored = decisions().restore(project, List.copyOf(discarded), WHO);
    discarded.removeAll(restored);
  }

  /** Now and then somebody says yes to what the guard stopped. */
  void lookAt(RunRecord run, long gone) {
    if (run.status() == RunStatus.AWAITING_APPROVAL && random.nextBoolean()) {
      if (decisions().decide(project, run.id(), true, "", WHO)) {
        approvedGone = gone;
      }
    }
  }

  /** Whether a yes of theirs can be what let so many deletes go; it is used up by that. */
  boolean approved(long gone) {
    boolean yes = gone <= approvedGone + approvedGone / 10;
    approvedGone = 0;
    return yes;
  }

  private Decisions decisions() {
    return ledger.decisions();
  }
}
