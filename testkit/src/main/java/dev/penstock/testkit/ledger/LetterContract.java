package dev.penstock.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.DeadLetter;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.ParkedLetter;
import dev.penstock.engine.run.RunStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How every ledger keeps dead letters. */
public abstract class LetterContract extends LedgerFixture {
  private static final Duration SPACING = Duration.ofMinutes(30);
  private static final int ATTEMPTS_MAX = 25;

  private Letter only() {
    List<Letter> letters = history().letters("shop", Optional.empty(), 10);
    assertThat(letters).hasSize(1);
    return letters.getFirst();
  }

  protected List<ParkedLetter> parked(Ledger ledger) {
    try (Lease lease = ledger.claim(CONTACTS).lease()) {
      return ledger.parked(lease);
    }
  }

  protected void endWith(Ledger ledger, EndBuilder end) {
    try (Lease lease = ledger.claim(CONTACTS).lease()) {
      ledger.end(lease, deliver(ledger, lease, 1), end.done());
    }
  }

  @Test
  void what_may_have_arrived_and_is_held_waits_for_a_person() {
    Ledger ledger = process("a");

    runWith(ledger, heldLetter(1, 10));

    assertThat(only().nextRetry()).isEmpty();
    assertThat(only().state()).isEqualTo("open");
  }

  @Test
  void a_dead_letter_says_what_was_sent_what_was_answered_and_when_it_is_tried_again() {
    Ledger ledger = process("a");

    String run = runWith(ledger, letter(1, 10));

    Letter letter = only();
    assertThat(letter.sync()).isEqualTo("crm-contacts");
    assertThat(letter.run()).isEqualTo(run);
    assertThat(letter.key()).isEqualTo("key-1");
    assertThat(letter.kind()).isEqualTo(Kind.UPDATED);
    assertThat(letter.change()).isEqualTo("chg_1_10");
    assertThat(letter.payload()).isEqualTo("{\"v\":10}");
    assertThat(letter.failure())
        .isEqualTo(Failure.of(ErrorCode.FIELD_INVALID, 422, "no such country").onField("country"));
    assertThat(letter.attempts()).isEqualTo(1);
    assertThat(letter.firstSeen()).isEqualTo(now);
    assertThat(letter.nextRetry()).contains(now.plus(SPACING));
    assertThat(letter.state()).isEqualTo("open");
    assertThat(history().letter("shop", letter.id())).contains(letter);
    assertThat(history().letter("shop", "key-1")).contains(letter);
    assertThat(history().letter("shop", "key-2")).isEmpty();
    assertThat(history().letter("other", letter.id())).isEmpty();
  }

  @Test
  void the_planner_sees_an_open_letter_with_its_change_and_its_due_time() {
    Ledger ledger = process("a");
    runWith(ledger, letter(2, 20), letter(1, 10));

    assertThat(parked(ledger))
        .containsExactly(
            parkedLetter(1, Kind.UPDATED, value(10), now.plus(SPACING), false, false, 77),
            parkedLetter(2, Kind.UPDATED, value(20), now.plus(SPACING), false, false, 77));
  }

  @Test
  void a_record_that_fails_again_stays_one_letter_with_its_first_date_and_its_newest_answer() {
    Ledger ledger = process("a");
    Instant first = now;
    runWith(ledger, letter(1, 10));
    String id = only().id();
    pass(SPACING);

    DeadLetter again = letter(1, 10);
    String run =
        runWith(
            ledger,
            new DeadLetter(
                again.key(),
                again.row(),
                again.kind(),
                again.target(),
                4,
                again.change(),
                77,
                "{\"v\":11}".getBytes(StandardCharsets.UTF_8),
                Failure.of(ErrorCode.RECORD_LOCKED, 423, "locked"),
                "",
                true,
                true));

    Letter letter = only();
    assertThat(letter.id()).isEqualTo(id);
    assertThat(letter.run()).isEqualTo(run);
    assertThat(letter.firstSeen()).isEqualTo(first);
    assertThat(letter.lastSeen()).isEqualTo(now);
    assertThat(letter.attempts()).isEqualTo(2);
    assertThat(letter.payload()).isEqualTo("{\"v\":11}");
    assertThat(letter.failure()).isEqualTo(Failure.of(ErrorCode.RECORD_LOCKED, 423, "locked"));
    assertThat(letter.nextRetry()).contains(now.plus(SPACING));
  }

  @Test
  void attempts_close_together_count_once_and_do_not_postpone_the_next() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    Instant due = now.plus(SPACING);

    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      pass(Duration.ofSeconds(30));
      runWith(ledger, letter(1, 10));
    }

    assertThat(only().attempts()).isEqualTo(1 + ATTEMPTS_MAX);
    assertThat(only().nextRetry()).contains(due);
  }

  @Test
  void after_twenty_five_counted_attempts_a_letter_waits_for_a_person() {
    Ledger ledger = process("a");
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      assertThat(history().letters("shop", Optional.empty(), 1))
          .allSatisfy(letter -> assertThat(letter.nextRetry()).contains(now));
      runWith(ledger, letter(1, 10));
      pass(SPACING);
    }

    assertThat(only().nextRetry()).isEmpty();
    assertThat(parked(ledger)).extracting(ParkedLetter::notBefore).containsExactly(Instant.MAX);
  }

  @Test
  void after_fourteen_days_a_letter_waits_for_a_person() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    pass(Duration.ofDays(14).minus(SPACING));
    runWith(ledger, letter(1, 10));
    assertThat(only().nextRetry()).isPresent();
    pass(SPACING);

    runWith(ledger, letter(1, 10));

    assertThat(only().nextRetry()).isEmpty();
  }

  @Test
  void a_record_that_cannot_be_mapped_was_never_sent_and_is_tried_at_the_same_pace() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10, false));
    pass(SPACING);
    runWith(ledger, letter(1, 10, false));

    assertThat(only().attempts()).isZero();
    assertThat(only().nextRetry()).contains(now.plus(SPACING));
  }

  @Test
  void a_changed_row_that_is_refused_too_has_all_its_attempts_before_it() {
    Ledger ledger = process("a");
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      runWith(ledger, letter(1, 10));
      pass(SPACING);
    }
    String id = only().id();

    runWith(ledger, letter(1, 11));

    assertThat(only().id()).isEqualTo(id);
    assertThat(only().attempts()).isEqualTo(ATTEMPTS_MAX + 1);
    assertThat(only().nextRetry()).contains(now.plus(SPACING));
    assertThat(parked(ledger)).extracting(ParkedLetter::target).containsExactly(value(11));
  }

  @Test
  void a_delivered_key_resolves_its_letter_and_a_settled_one_supersedes_it() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10), letter(2, 20), letter(3, 30));
    String first = history().letter("shop", "key-1").orElseThrow().id();
    String second = history().letter("shop", "key-2").orElseThrow().id();

    endWith(
        ledger,
        anEnd(RunStatus.SUCCEEDED).generation(2).resolving(key(1)).superseding(key(2), key(9)));

    assertThat(only().key()).isEqualTo("key-3");
    assertThat(history().letter("shop", "key-1")).isEmpty();
    assertThat(history().letter("shop", first)).map(Letter::state).contains("resolved");
    assertThat(history().letter("shop", second)).map(Letter::state).contains("superseded");
    assertThat(history().letter("shop", second).flatMap(Letter::nextRetry)).isEmpty();
    assertThat(parked(ledger)).extracting(ParkedLetter::key).containsExactly(key(3));
  }

  @Test
  void a_key_that_fails_after_it_was_resolved_has_a_new_letter() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    String old = only().id();
    endWith(ledger, anEnd(RunStatus.SUCCEEDED).generation(2).resolving(key(1)));
    pass(SPACING);

    runWith(ledger, letter(1, 12));

    assertThat(only().id()).isNotEqualTo(old);
    assertThat(only().firstSeen()).isEqualTo(now);
    assertThat(only().attempts()).isEqualTo(1);
  }

  @Test
  void a_discard_needs_nobody_and_holds_until_the_row_changes() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10), letter(2, 20));

    discard(CONTACTS, RowKey.of("key-1"), false);
    discard(CONTACTS, RowKey.of("key-2"), true);

    assertThat(history().letters("shop", Optional.empty(), 10)).isEmpty();
    assertThat(parked(ledger))
        .containsExactly(
            parkedLetter(1, Kind.UPDATED, value(10), Instant.MAX, true, false, 77),
            parkedLetter(2, Kind.UPDATED, value(20), Instant.MAX, true, true, 77));

    endWith(ledger, anEnd(RunStatus.SUCCEEDED).generation(2).superseding(key(1), key(2)));

    assertThat(parked(ledger)).extracting(ParkedLetter::key).containsExactly(key(2));
  }

  @Test
  void a_discarded_row_that_changes_and_is_refused_is_shown_again() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    discard(CONTACTS, RowKey.of("key-1"), false);

    runWith(ledger, letter(1, 11));

    assertThat(only().nextRetry()).contains(now.plus(SPACING));
  }

  @Test
  void a_discard_for_good_outlives_a_refusal_of_the_row_as_it_is_now() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    discard(CONTACTS, RowKey.of("key-1"), true);

    runWith(ledger, letter(1, 11));

    assertThat(history().letters("shop", Optional.empty(), 10)).isEmpty();
    assertThat(parked(ledger))
        .containsExactly(parkedLetter(1, Kind.UPDATED, value(11), Instant.MAX, true, true, 77));
  }

  @Test
  void bytes_that_a_database_text_cannot_hold_survive_in_payload_and_are_shown_in_the_key() {
    Ledger ledger = process("a");
    DeadLetter odd = letter(1, 10);
    String key = "a\0b";

    runWith(
        ledger,
        new DeadLetter(
            odd.key(),
            RowKey.of(key),
            odd.kind(),
            odd.target(),
            0,
            odd.change(),
            77,
            "{\"v\":\"\0ä𝄞\"}".getBytes(StandardCharsets.UTF_8),
            Failure.of(ErrorCode.UNCLASSIFIED, "an\0swer"),
            "req-7",
            true,
            false));

    assertThat(only().payload()).isEqualTo("{\"v\":\"\0ä𝄞\"}");
    assertThat(only().key()).isEqualTo("a␀b");
    assertThat(only().failure().theirs()).isEqualTo("an␀swer");
    assertThat(history().letter("shop", key)).contains(only());
  }

  @Test
  void the_newest_letters_come_first_and_only_as_many_as_asked_for() {
    Ledger ledger = process("a");
    runWith(ledger, letter(1, 10));
    pass(Duration.ofMinutes(1));
    runWith(ledger, letter(2, 20));
    pass(Duration.ofMinutes(1));
    runWith(ledger, letter(3, 30));

    assertThat(history().letters("shop", Optional.of("crm-contacts"), 2))
        .extracting(Letter::key)
        .containsExactly("key-3", "key-2");
    assertThat(history().letters("shop", Optional.of("other"), 2)).isEmpty();
  }

  @Test
  void thousands_of_letters_of_one_commit_are_kept_each() {
    Ledger ledger = process("a");
    DeadLetter[] many = new DeadLetter[3000];
    for (int i = 0; i < many.length; i++) {
      many[i] = letter(i, i);
    }

    runWith(ledger, many);

    assertThat(parked(ledger)).hasSize(many.length);
    assertThat(history().syncs("shop").getFirst().openLetters()).isEqualTo(many.length);
    Claim claim = ledger.claim(CONTACTS);
    assertThat(claim.unfinished()).isEmpty();
    claim.lease().close();
  }

  private static ParkedLetter parkedLetter(
      int key,
      Kind kind,
      Fingerprint target,
      Instant notBefore,
      boolean discarded,
      boolean forever,
      long origin) {
    return new ParkedLetter(
        key(key), RowKey.of("key-" + key), kind, target, notBefore, discarded, forever, origin);
  }
}
