package dev.penstock.server.wiring;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.Purpose;
import dev.penstock.engine.run.Reprocess;
import dev.penstock.server.LetterCommands;
import dev.penstock.server.LetterComparison;
import dev.penstock.server.LetterComparison.RowNow;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.Rehearsal;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import dev.penstock.server.project.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Dead letters, and what people do about them. */
final class LetterDesk implements LetterCommands {
  private final Workplace place;

  LetterDesk(Workplace place) {
    this.place = place;
  }

  @Override
  public List<Letter> list(LetterFilter filter, int limit) {
    String project = checked(filter);
    return place.reader().letters(project, filter, limit);
  }

  @Override
  public void each(LetterFilter filter, Consumer<Letter> each) {
    String project = checked(filter);
    place.reader().each(project, filter, each);
  }

  @Override
  public List<LetterGroup> groups(LetterFilter filter) {
    String project = checked(filter);
    return place.reader().groups(project, filter);
  }

  /** The project first: where there is none, nothing is to be left behind. */
  private String checked(LetterFilter filter) {
    Project project = place.project();
    filter.sync().ifPresent(name -> Workplace.sync(project, name));
    return project.name();
  }

  @Override
  public Letter letter(String idOrKey) {
    String project = place.validate().nameOrThrow();
    return place
        .reader()
        .letter(project, idOrKey)
        .orElseThrow(() -> NotFoundException.of("dead letter", idOrKey, List.of(), "dlq list"));
  }

  @Override
  public LetterComparison compare(String idOrKey) {
    Letter letter = letter(idOrKey);
    return new LetterComparison(letter, now(letter));
  }

  /** The letter itself can be shown whatever the source does. */
  private RowNow now(Letter letter) {
    Optional<RowKey> key = keyOf(letter);
    if (key.isEmpty()) {
      return new RowNow.Unknown("An older build kept no key to find the row by.");
    }
    try {
      Project project = place.project();
      try (Workplace.Opened opened = place.open(project, Workplace.sync(project, letter.sync()))) {
        List<RowsNow.Row> found = new ArrayList<>();
        new RowsNow(opened.spec()).read(List.of(key.get()), found::add);
        return found.isEmpty() ? new RowNow.Gone() : shown(letter, found.getFirst());
      }
    } catch (PenstockException | NotFoundException e) {
      return new RowNow.Unknown(Objects.requireNonNullElse(e.getMessage(), ""));
    }
  }

  private static RowNow shown(Letter letter, RowsNow.Row row) {
    if (row.failure().isPresent()) {
      return new RowNow.Unmappable(row.row(), why(row));
    }
    List<String> differences =
        letter.kind() == Kind.DELETED
            ? List.of("a delete was refused, and the row is there again")
            : PayloadDifferences.of(letter.payload(), row.payload());
    return new RowNow.Found(row.row(), row.payload(), differences);
  }

  private static String why(RowsNow.Row row) {
    return row.failure().map(RowsNow::why).orElse("");
  }

  @Override
  public List<String> discard(List<Letter> letters, boolean forever, String reason) {
    String project = project();
    return place.decisions().discard(project, ids(letters), forever, reason, place.user());
  }

  @Override
  public List<String> restore(List<Letter> letters) {
    String project = project();
    return place.decisions().restore(project, ids(letters), place.user());
  }

  private String project() {
    return place.validate().nameOrThrow();
  }

  private static List<String> ids(List<Letter> letters) {
    return letters.stream().map(Letter::id).toList();
  }

  @Override
  public Rehearsal rehearse(String sync, List<Letter> letters, boolean evenUnchanged) {
    Project project = place.project();
    Map<RowKey, Letter> byKey = new HashMap<>();
    List<Letter> unfindable = new ArrayList<>();
    for (Letter letter : letters) {
      keyOf(letter).ifPresentOrElse(key -> byKey.put(key, letter), () -> unfindable.add(letter));
    }
    List<Letter> passing = new ArrayList<>();
    List<Letter> unchanged = new ArrayList<>();
    Map<String, Integer> unmappable = new TreeMap<>();
    Map<RowKey, Letter> gone = new HashMap<>(byKey);
    try (Workplace.Opened opened = place.open(project, Workplace.sync(project, sync))) {
      RowsNow rows = new RowsNow(opened.spec());
      List<RowKey> keys = List.copyOf(byKey.keySet());
      for (int from = 0; from < keys.size(); from += Reprocess.KEYS_MAX) {
        List<RowKey> some = keys.subList(from, Math.min(keys.size(), from + Reprocess.KEYS_MAX));
        rows.read(
            some,
            row -> {
              gone.remove(row.key());
              Letter letter = Objects.requireNonNull(byKey.get(row.key()));
              if (row.failure().isPresent()) {
                unmappable.merge(why(row), 1, Integer::sum);
              } else if (evenUnchanged || isOther(letter, row)) {
                passing.add(letter);
              } else {
                unchanged.add(letter);
              }
            });
      }
    }
    return new Rehearsal(passing, unchanged, List.copyOf(gone.values()), unmappable, unfindable);
  }

  private static boolean isOther(Letter letter, RowsNow.Row row) {
    return letter.kind() == Kind.DELETED
        || !PayloadDifferences.of(letter.payload(), row.payload()).isEmpty();
  }

  @Override
  public RunReport reprocess(
      String sync, List<Letter> letters, boolean evenUnchanged, RunProgress progress) {
    Set<RowKey> keys =
        letters.stream()
            .map(LetterDesk::keyOf)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    return place.run(sync, new Purpose.Letters(new Reprocess(keys, evenUnchanged)), progress);
  }

  @Override
  public RunReport confirm(String sync, List<Letter> letters, RunProgress progress) {
    for (Letter letter : letters) {
      if (letter.failure().code() != ErrorCode.AMBIGUOUS) {
        throw new PenstockException(
            ErrorCode.CONFIG_INVALID,
            "Dead letter %s (%s) was refused: %s. Only what may have arrived (AMBIGUOUS) can be confirmed."
                .formatted(letter.id(), letter.key(), letter.failure().code()));
      }
    }
    Set<String> changes = letters.stream().map(Letter::change).collect(Collectors.toSet());
    return place.run(sync, new Purpose.Confirm(changes), progress);
  }

  /** Of a key of one column the text is the value, whoever wrote the letter. */
  private static Optional<RowKey> keyOf(Letter letter) {
    return letter.row().values().isEmpty() ? Optional.empty() : Optional.of(letter.row());
  }
}
