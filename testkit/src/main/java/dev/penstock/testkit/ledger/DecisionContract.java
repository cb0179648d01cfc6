package dev.penstock.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.engine.run.Mass;
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

  private String stoppedByTheGuard(Ledger ledger) {
    Claim claim = ledger.claim(CONTACTS);
    try (Lease lease = claim.lease()) {
      String run = begin(ledger, lease);
      ledger.end(
          lease,
          run,
          anEnd(RunStatus.AWAITING_APPROVAL).generation(claim.state().generation()).done());
      return run;
    }
  }

  private boolean takes(Ledger ledger, long read, long sent, long gone) {
    try (Lease lease = ledger.claim(CONTACTS).lease()) {
      return ledger.takeApproval(lease, new Mass(read, sent, gone, gone > 540));
    }
  }

  @Test
  void an_approval_is_of_numbers_and_good_for_one_run() {
    Ledger ledger = process("a");
    String run = stoppedByTheGuard(ledger);
    assertThat(takes(ledger, 1_000, 0, 500)).isFalse();

    assertThat(decisions().decide("shop", run, true, "we closed two shops", "ada")).isTrue();

    assertThat(takes(ledger, 1_000, 0, 551)).isFalse();
    assertThat(takes(ledger, 1_000, 0, 545)).as("everything gone").isFalse();
    assertThat(takes(ledger, 899, 0, 500)).isFalse();
    assertThat(takes(ledger, 1_000, 101, 500)).isFalse();
    assertThat(takes(ledger, 900, 100, 540)).isTrue();
    assertThat(takes(ledger, 1_000, 0, 500)).isFalse();
  }

  @Test
  void an_approval_ends_after_a_week_and_a_rejection_takes_it_back() {
    Ledger ledger = process("a");
    String run = stoppedByTheGuard(ledger);
    decisions().decide("shop", run, true, "", "ada");
    decisions().decide("shop", run, false, "", "ada");
    assertThat(takes(ledger, 1_000, 0, 500)).isFalse();

    decisions().decide("shop", run, true, "", "ada");
    pass(Decisions.APPROVAL_LIFE);

    assertThat(takes(ledger, 1_000, 0, 500)).isFalse();
  }

  @Test
  void only_the_last_run_can_be_approved_and_only_when_the_guard_stopped_it() {
    Ledger ledger = process("a");
    String early = stoppedByTheGuard(ledger);
    String late = stoppedByTheGuard(ledger);
    assertThat(decisions().decide("shop", early, true, "", "ada")).isFalse();
    assertThat(decisions().decide("other", late, true, "", "eve")).isFalse();
    String good = runWith(ledger);

    assertThat(decisions().decide("shop", good, true, "", "ada")).isFalse();
    assertThat(decisions().decide("shop", late, true, "", "ada")).isFalse();
  }

  @Test
  void a_pause_lasts_until_it_is_taken_back_however_often_it_is_said() {
    Ledger ledger = process("a");
    runWith(ledger);
    String sync = CONTACTS.sync();

    decisions().pause("shop", sync, "the CRM moves", "ada");
    decisions().pause("shop", sync, "the CRM moves", "ada");

    assertThat(decisions().paused("shop", sync))
        .hasValueSatisfying(why -> assertThat(why).contains("ada").contains("the CRM moves"));
    assertThat(history().syncs("shop").getFirst().paused()).contains("the CRM moves");
    assertThat(decisions().mustStop("shop", sync)).isTrue();
    assertThat(decisions().paused("shop", "another")).isEmpty();
    decisions().resume("shop", sync);
    decisions().resume("shop", sync);
    assertThat(decisions().paused("shop", sync)).isEmpty();
    assertThat(decisions().mustStop("shop", sync)).isFalse();
  }

  @Test
  void a_stop_is_meant_for_the_run_under_way_and_not_for_the_next() {
    Ledger ledger = process("a");
    String sync = CONTACTS.sync();
    assertThat(decisions().askToStop("shop", sync, "ada")).isEmpty();
    try (Lease lease = ledger.claim(CONTACTS).lease()) {
      String run = deliver(ledger, lease, 1);

      assertThat(decisions().mustStop("shop", sync)).isFalse();
      assertThat(decisions().askToStop("shop", sync, "ada")).contains(run);
      assertThat(decisions().askToStop("shop", sync, "ada")).contains(run);
      assertThat(decisions().mustStop("shop", sync)).isTrue();
      ledger.end(lease, run, anEnd(RunStatus.CANCELLED).generation(1).done());

      deliver(ledger, lease, 1);
      assertThat(decisions().mustStop("shop", sync)).isFalse();
    }
  }
}
