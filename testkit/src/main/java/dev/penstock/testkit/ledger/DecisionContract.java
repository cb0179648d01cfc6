package dev.penstock.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.ParkedLetter;
import dev.penstock.engine.run.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people find among dead letters and decide about them, the same in every ledger. */
public abstract class DecisionContract extends LetterContract {
  private static final LetterFilter OPEN = LetterFilter.open(Optional.empty());

  private List<String> found(LetterFilter filter) {
    return history().letters("shop", filter, 10).stream().map(Letter::key).toList();
  }

  private static LetterFilter state(LetterFilter.State state) {
    return filter(state, Set.of(), Optional.empty(), Optional.empty(), 0, Optional.empty());
  }

  private static LetterFilter filter(
      LetterFilter.State state,
      Set<ErrorCode> codes,
      Optional<Instant> since,
      Optional<Instant> until,
      int status,
      Optional<String> key) {
    return new LetterFilter(
        state,
        Optional.empty(),
        codes,
        since,
        until,
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        key,
        Optional.empty());
  }

  private static LetterFilter key(String pattern) {
    return filter(
        LetterFilter.State.OPEN,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.of(pattern));
  }

  private String idOf(String key) {
    return history().letter("shop", key).orElseThrow().id();
  }

  @Test
  void letters_are_found_by_code_time_status_and_key() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    Instant later = now.plus(Duration.ofHours(1));
    pass(Duration.ofHours(1));
    runWith(ledger, heldLetter(12, 20));
    LetterFilter.State open = LetterFilter.State.OPEN;
    Optional<Instant> never = Optional.empty();

    assertThat(found(filter(open, Set.of(ErrorCode.AMBIGUOUS), never, never, 0, never(""))))
        .containsExactly("key-12");
    assertThat(found(filter(open, Set.of(), Optional.of(later), never, 0, never(""))))
        .containsExactly("key-12");
    assertThat(found(filter(open, Set.of(), never, Optional.of(later), 0, never(""))))
        .containsExactly("key-1");
    assertThat(found(filter(open, Set.of(), never, never, 422, never(""))))
        .containsExactly("key-1");
    assertThat(found(state(LetterFilter.State.WAITING))).containsExactly("key-12");
    assertThat(found(key("key-1"))).containsExactly("key-1");
    assertThat(found(key("key-1*"))).containsExactly("key-12", "key-1");
    assertThat(found(key("*_1*"))).isEmpty();
  }

  private static Optional<String> never(String nothing) {
    return Optional.of(nothing).filter(text -> !text.isEmpty());
  }

  @Test
  void letters_with_one_cause_are_one_group() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10), letter(2, 20), heldLetter(3, 30));

    List<LetterGroup> groups = history().groups("shop", OPEN);

    assertThat(groups).extracting(LetterGroup::letters).containsExactly(2L, 1L);
    LetterGroup largest = groups.getFirst();
    assertThat(largest.example().failure().code()).isEqualTo(ErrorCode.FIELD_INVALID);
    assertThat(largest.print()).isEqualTo(largest.example().print()).isNotEmpty();
    var alike =
        new LetterFilter(
            LetterFilter.State.OPEN,
            Optional.of(CONTACTS.sync()),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.of(largest.print()));
    assertThat(found(alike)).containsExactlyInAnyOrder("key-1", "key-2");
  }

  @Test
  void a_letter_has_its_key_by_value() {
    runWith(process("a"), letter(1, 10));

    assertThat(history().letter("shop", "key-1").orElseThrow().row()).isEqualTo(RowKey.of("key-1"));
  }

  @Test
  void a_discard_is_shown_with_its_reason_and_can_be_taken_back() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10), letter(2, 20));
    String id = idOf("key-1");

    List<String> ids = List.of(id, "dl_nobody");
    assertThat(decisions().discard("shop", ids, false, "a test account", "ada"))
        .containsExactly(id);
    assertThat(decisions().discard("shop", ids, true, "for ever", "ada")).containsExactly(id);
    assertThat(decisions().discard("other", ids, true, "", "eve")).isEmpty();

    Letter discarded = history().letter("shop", id).orElseThrow();
    assertThat(discarded.state()).isEqualTo("discarded");
    assertThat(discarded.reason()).isEqualTo("for ever");
    assertThat(found(OPEN)).containsExactly("key-2");
    assertThat(found(state(LetterFilter.State.DISCARDED))).containsExactly("key-1");
    assertThat(decisions().restore("shop", List.of(id), "ada")).containsExactly(id);
    assertThat(decisions().restore("shop", List.of(id), "ada")).isEmpty();
    assertThat(history().letter("shop", id).orElseThrow().nextRetry()).contains(now);
    assertThat(parked(ledger)).extracting(ParkedLetter::forever).containsExactly(false, false);
  }

  @Test
  void a_letter_that_was_delivered_meanwhile_is_not_discarded() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    String id = idOf("key-1");
    endWith(ledger, anEnd(RunStatus.SUCCEEDED).generation(2).resolving(key(1)));

    assertThat(decisions().discard("shop", List.of(id), false, "", "ada")).isEmpty();
    assertThat(history().letter("shop", id).orElseThrow().state()).isEqualTo("resolved");
  }
}
