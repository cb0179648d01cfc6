package dev.penstock.server.cli;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.server.LetterCommands;
import dev.penstock.server.LetterComparison;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.Rehearsal;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Dead letters as a test tells them; notes what was asked for. */
final class ScriptedLetters implements LetterCommands {
  private static final Instant NOON = ScriptedPenstock.NOON;

  private final List<String> asked;
  private final boolean empty;
  private final RunReport report;

  ScriptedLetters(List<String> asked, boolean empty, RunReport report) {
    this.asked = asked;
    this.empty = empty;
    this.report = report;
  }

  static Letter letter(String id, String key) {
    return new Letter(
        id,
        "customers_to_hook",
        "run_0192f3a4b5c6",
        key,
        RowKey.of(key),
        Kind.UPDATED,
        "chg_77",
        "{\"id\":10482,\"company\":\"Very\u001b]0;long\"}",
        Failure.of(ErrorCode.FIELD_INVALID, 422, "company: too long\nby 15").onField("company"),
        "5e0f11aa",
        "req-77",
        2,
        NOON.minusSeconds(90_000),
        NOON.minusSeconds(3_900),
        Optional.of(NOON.plusSeconds(1_800)),
        "open",
        "");
  }

  @Override
  public List<Letter> list(LetterFilter filter, int limit) {
    asked.add("letters " + filter + " " + limit);
    return empty ? List.of() : List.of(letter("dl_01", "10482"));
  }

  @Override
  public void each(LetterFilter filter, Consumer<Letter> each) {
    list(filter, Integer.MAX_VALUE).forEach(each);
    if (!empty) {
      each.accept(letter("dl_02", "=cmd|' /C calc'!A0"));
    }
  }

  @Override
  public List<LetterGroup> groups(LetterFilter filter) {
    return empty
        ? List.of()
        : List.of(
            new LetterGroup("5e0f11aa", 299, NOON.minusSeconds(90_000), letter("dl_01", "10482")));
  }

  @Override
  public Letter letter(String idOrKey) {
    if (!idOrKey.equals("10482") && !idOrKey.startsWith("dl_")) {
      throw NotFoundException.of("dead letter", idOrKey, List.of(), "dlq list");
    }
    return letter("dl_01", "10482");
  }

  @Override
  public LetterComparison compare(String idOrKey) {
    return new LetterComparison(
        letter(idOrKey),
        new LetterComparison.RowNow.Found(
            "{\"id\":10482,\"company\":\"Short\",\"age\":3}",
            "{\"id\":10482,\"company\":\"Short\"}",
            List.of("company: \"Very long\" → \"Short\"")));
  }

  @Override
  public List<String> discard(List<Letter> letters, boolean forever, String reason) {
    asked.add("discard " + letters.size() + " " + forever + " " + reason);
    return letters.stream().map(Letter::id).toList();
  }

  @Override
  public List<String> restore(List<Letter> letters) {
    asked.add("restore " + letters.size());
    return List.of();
  }

  @Override
  public Rehearsal rehearse(String sync, List<Letter> letters, boolean evenUnchanged) {
    asked.add("rehearse " + sync + " " + letters.size() + " " + evenUnchanged);
    return new Rehearsal(
        letters,
        List.of(letter("dl_03", "3")),
        List.of(),
        Map.of("MISSING_REQUIRED (email)", 3),
        List.of());
  }

  @Override
  public RunReport reprocess(
      String sync, List<Letter> letters, boolean evenUnchanged, RunProgress progress) {
    asked.add("reprocess " + sync + " " + letters.size() + " " + evenUnchanged);
    return report;
  }

  @Override
  public RunReport confirm(String sync, List<Letter> letters, RunProgress progress) {
    asked.add("confirm " + sync + " " + letters.size());
    return report;
  }
}
