package dev.penstock.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.run.AmbiguousRun;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Counts;
import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.Journal;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.OpenedBatch;
import dev.penstock.engine.run.OutcomeChunk;
import dev.penstock.engine.run.Progress;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.engine.run.SyncIdentity;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every ledger promises, told as stories; letters in the part above. */
public abstract class LedgerContract extends DecisionContract {
  private static final SyncIdentity ELSEWHERE =
      new SyncIdentity("shop", "crm-contacts", "sandbox/b", "upsert");

  @Test
  void the_first_claim_makes_a_state_with_nothing_held_and_nothing_to_wait_for() {
    Ledger ledger = process("a");

    Claim claim = ledger.claim(CONTACTS);

    assertThat(claim.state().generation()).isZero();
    assertThat(claim.state().ledger()).isEqualTo(ledger.id());
    assertThat(claim.lease().state()).isEqualTo(claim.state().id());
    assertThat(claim.unfinished()).isEmpty();
    assertThat(claim.blocked()).isEmpty();
    assertThat(claim.quiet()).isZero();
    assertThat(claim.lease().covers(Duration.ofSeconds(30))).isTrue();
  }

  @Test
  void a_second_process_finds_the_sync_busy_until_the_lease_is_given_back() {
    Ledger first = process("a");
    Ledger second = process("b");
    Lease lease = first.claim(CONTACTS).lease();

    assertThatExceptionOfType(PenstockException.class)
        .isThrownBy(() -> second.claim(CONTACTS))
        .withMessageContaining("crm-contacts")
        .withMessageContaining("a")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.SYNC_BUSY));
    lease.close();

    Claim claim = second.claim(CONTACTS);
    assertThat(claim.quiet()).isZero();
    assertThat(claim.lease().epoch()).isEqualTo(lease.epoch() + 1);
    assertThat(lease.covers(Duration.ZERO)).isFalse();
  }

  @Test
  void one_process_cannot_claim_a_sync_twice_even_with_the_lock_of_its_folder() {
    Ledger ledger = process("a", Optional.of("data-1"));
    ledger.claim(CONTACTS);

    assertCode(ErrorCode.SYNC_BUSY, () -> ledger.claim(CONTACTS));
  }

  @Test
  void an_expired_lease_is_taken_over_and_the_old_owners_requests_are_waited_for() {
    process("a", Optional.of("data-1")).claim(CONTACTS);
    expireLeases();

    Claim claim = process("b", Optional.of("data-2")).claim(CONTACTS);

    assertThat(claim.quiet()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void the_lock_of_the_data_folder_proves_the_last_owner_dead() {
    Ledger first = process("a", Optional.of("data-1"));
    Lease dead = first.claim(CONTACTS).lease();
    String run = deliver(first, dead, 3);

    Claim claim = process("b", Optional.of("data-1")).claim(CONTACTS);

    assertThat(claim.quiet()).isZero();
    assertThat(claim.unfinished().orElseThrow().run().id()).isEqualTo(run);
  }

  @Test
  void every_write_of_an_owner_who_was_taken_over_is_refused() {
    Ledger first = process("a");
    Lease stale = first.claim(CONTACTS).lease();
    String run = deliver(first, stale, 3);
    expireLeases();
    Ledger second = process("b");
    Lease lease = second.claim(CONTACTS).lease();

    assertCode(ErrorCode.LEASE_LOST, () -> first.open(stale, run, List.of(batch(0, 0))));
    assertCode(ErrorCode.LEASE_LOST, () -> first.record(stale, run, letters(letter(1, 1))));
    assertCode(ErrorCode.LEASE_LOST, () -> first.sealed(stale, run, plan(3)));
    assertCode(ErrorCode.LEASE_LOST, () -> first.resume(stale, run));
    assertCode(ErrorCode.LEASE_LOST, () -> begin(first, stale));
    assertCode(
        ErrorCode.LEASE_LOST,
        () -> first.end(stale, run, anEnd(RunStatus.SUCCEEDED).generation(1).done()));

    assertThat(stale.covers(Duration.ZERO)).isFalse();
    assertThat(second.journal(lease, run).opened()).isEmpty();
    assertThat(second.parked(lease)).isEmpty();
    assertThat(second.state(lease).generation()).isZero();
  }

  @Test
  void a_lease_that_was_given_back_writes_no_more() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 3);
    lease.close();

    assertCode(ErrorCode.LEASE_LOST, () -> ledger.open(lease, run, List.of(batch(0, 0))));
  }

  @Test
  void held_state_of_another_destination_is_refused_until_a_person_says_what_it_means() {
    Ledger ledger = process("a");
    Claim before = ledger.claim(CONTACTS);
    String run = deliver(ledger, before.lease(), 3);
    ledger.end(before.lease(), run, anEnd(RunStatus.SUCCEEDED).generation(1).done());
    before.lease().close();

    assertThatExceptionOfType(PenstockException.class)
        .isThrownBy(() -> ledger.claim(ELSEWHERE))
        .withMessageContaining("sandbox/a")
        .withMessageContaining("sandbox/b")
        .withMessageContaining("--reset")
        .withMessageContaining("--keep")
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_MISMATCH));

    ledger.rebind(ELSEWHERE);
    Claim kept = ledger.claim(ELSEWHERE);
    assertThat(kept.state().id()).isEqualTo(before.state().id());
    assertThat(kept.state().seed()).isEqualTo(before.state().seed());
    assertThat(kept.state().generation()).isEqualTo(1);
  }

  @Test
  void a_reset_forgets_what_was_held_and_what_was_open() {
    Ledger ledger = process("a");
    Claim before = ledger.claim(CONTACTS);
    String first = deliver(ledger, before.lease(), 3);
    ledger.record(before.lease(), first, letters(letter(1, 10)));
    ledger.end(
        before.lease(),
        first,
        anEnd(RunStatus.FAILED)
            .generation(1)
            .doubting(doubt(4))
            .blockedBy(ErrorCode.ACCOUNTING_MISMATCH)
            .done());
    String second = deliver(ledger, before.lease(), 3);
    before.lease().close();
    String letter = history().letter("shop", "key-1").orElseThrow().id();

    ledger.reset(ELSEWHERE);

    assertThat(history().letter("shop", letter).orElseThrow().state()).isEqualTo("superseded");
    RunRecord ended = history().run("shop", second).orElseThrow();
    assertThat(ended.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(ended.ended()).contains(now);
    Claim after = ledger.claim(ELSEWHERE);
    assertThat(after.state().id()).isNotEqualTo(before.state().id());
    assertThat(after.state().generation()).isZero();
    assertThat(after.unfinished()).isEmpty();
    assertThat(after.blocked()).isEmpty();
    assertThat(after.quiet()).isZero();
    assertThat(before.afterReset()).isFalse();
    assertThat(after.afterReset()).isTrue();
    assertThat(ledger.doubts(after.lease())).isEmpty();
    assertThat(ledger.parked(after.lease())).isEmpty();
  }

  @Test
  void a_sync_that_runs_elsewhere_is_neither_reset_nor_rebound() {
    process("a").claim(CONTACTS);
    Ledger other = process("b");

    assertCode(ErrorCode.SYNC_BUSY, () -> other.reset(CONTACTS));
    assertCode(ErrorCode.SYNC_BUSY, () -> other.rebind(ELSEWHERE));
  }

  @Test
  void after_a_reset_a_lost_owner_can_write_nothing_and_its_requests_are_waited_for() {
    Ledger lost = process("a");
    Lease stale = lost.claim(CONTACTS).lease();
    String run = deliver(lost, stale, 3);
    expireLeases();
    Ledger other = process("b");

    other.reset(CONTACTS);

    assertCode(ErrorCode.LEASE_LOST, () -> lost.open(stale, run, List.of(batch(0, 0))));
    assertThat(other.claim(CONTACTS).quiet()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void a_reset_of_a_sync_that_never_ran_is_no_error() {
    Ledger ledger = process("a");

    ledger.reset(CONTACTS);
    ledger.rebind(CONTACTS);

    assertThat(ledger.claim(CONTACTS).quiet()).isZero();
  }

  @Test
  void an_unfinished_run_is_found_with_its_plan_and_the_number_of_processes_that_tried() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = begin(ledger, lease);
    lease.close();

    Claim unsealed = ledger.claim(CONTACTS);
    assertThat(unsealed.unfinished().orElseThrow().sealed()).isFalse();
    assertThat(unsealed.unfinished().orElseThrow().attempts()).isEqualTo(1);
    assertThat(ledger.resume(unsealed.lease(), run)).isEqualTo(2);
    ledger.sealed(unsealed.lease(), run, plan(3));
    unsealed.lease().close();

    Claim sealed = ledger.claim(CONTACTS);
    assertThat(sealed.unfinished().orElseThrow().sealed()).isTrue();
    assertThat(sealed.unfinished().orElseThrow().attempts()).isEqualTo(2);
    assertThat(sealed.unfinished().orElseThrow().run().status()).isEqualTo(RunStatus.DELIVERING);
    assertThat(ledger.plan(sealed.lease(), run)).isEqualTo(plan(3));
  }

  @Test
  void a_run_cannot_begin_before_the_last_one_ended() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    begin(ledger, lease);

    assertCode(ErrorCode.INTERNAL, () -> begin(ledger, lease));
  }

  @Test
  void the_journal_knows_opened_batches_without_outcome_and_every_outcome() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 5);
    ledger.open(lease, run, List.of(batch(0, 0, 1), batch(1, 2), batch(2, 20_000, 7_000_000_000L)));
    ledger.open(lease, run, List.of(batch(3, 3)));
    ledger.open(lease, run, List.of(batch(4, 4)));

    ledger.record(lease, run, outcomes(4, 1, chunk(0, 1), List.of(0, 1, 3)));
    ledger.record(lease, run, outcomes(6, 2, chunk(0, 2), List.of()));
    ledger.record(lease, run, outcomes(7, 2, chunk(1, 3), List.of()));

    Journal journal = ledger.journal(lease, run);
    assertThat(journal.opened()).extracting(OpenedBatch::number).containsExactly(2, 4);
    assertThat(journal.opened().getFirst().sequences()).containsExactly(20_000, 7_000_000_000L);
    assertThat(journal.opened().getFirst().kind()).isEqualTo(batch(0).kind());
    assertThat(journal.outcomes()).extracting(OutcomeChunk::number).containsExactly(0, 1);
    assertThat(journal.outcomes().getFirst().bits()).isEqualTo(chunk(0, 2).bits());
    assertThat(journal.requests()).isEqualTo(7);
    assertThat(journal.retries()).isEqualTo(2);
  }

  @Test
  void batches_with_numbers_far_apart_close_one_by_one() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 5);
    ledger.open(
        lease, run, List.of(batch(90, 0), batch(0, 1), batch(2_000_000_000, 2), batch(500_000, 3)));

    ledger.record(lease, run, outcomes(1, 0, chunk(0, 1), List.of(2_000_000_000, 90, 7)));

    assertThat(ledger.journal(lease, run).opened())
        .extracting(OpenedBatch::number)
        .containsExactly(0, 500_000);
  }

  @Test
  void a_batch_that_is_opened_again_after_a_crash_is_one_batch() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 5);
    ledger.open(lease, run, List.of(batch(0, 0, 1), batch(1, 2)));

    ledger.open(lease, run, List.of(batch(1, 2)));

    assertThat(ledger.journal(lease, run).opened()).extracting(OpenedBatch::number).contains(0, 1);
    ledger.record(lease, run, outcomes(1, 0, chunk(0, 1), List.of(1)));
    assertThat(ledger.journal(lease, run).opened())
        .extracting(OpenedBatch::number)
        .containsExactly(0);
  }

  @Test
  void the_end_of_a_run_moves_the_pointer_and_is_shown() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 3);
    ledger.open(lease, run, List.of(batch(0, 0)));

    ledger.end(lease, run, anEnd(RunStatus.PARTIAL).generation(4).doubting(doubt(4)).done());

    assertThat(ledger.state(lease).generation()).isEqualTo(4);
    assertThat(ledger.doubts(lease)).containsExactly(doubt(4));
    assertThat(ledger.journal(lease, run).opened()).isEmpty();
    assertThat(notices()).containsExactly("run_partial:" + run);
    RunRecord shown = history().run("shop", run).orElseThrow();
    assertThat(shown.status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(shown.user()).isEqualTo("ada");
    assertThat(shown.mappingVersion()).isEqualTo(7);
    assertThat(shown.counts())
        .isEqualTo(Counts.of(plan(3)).delivered(2, 0, 0, 0, 1, 0, 0).requests(5, 1));
    assertThat(shown.message()).isEqualTo("as told");
    SyncStatus status = history().syncs("shop").getFirst();
    assertThat(status)
        .isEqualTo(
            new SyncStatus(
                "crm-contacts", "sandbox/a", "upsert", 40, 0, "", "", Optional.of(shown)));
  }

  @Test
  void doubts_recorded_with_outcomes_survive_the_process() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    ledger.end(
        lease, deliver(ledger, lease, 3), anEnd(RunStatus.DEFERRED).doubting(doubt(1)).done());
    String run = deliver(ledger, lease, 3);

    ledger.record(lease, run, doubts(doubt(2)));

    assertThat(ledger.doubts(lease)).containsExactly(doubt(1), doubt(2));
  }

  @Test
  void doubts_are_replaced_by_each_end() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    ledger.end(
        lease,
        deliver(ledger, lease, 3),
        anEnd(RunStatus.DEFERRED).doubting(doubt(1), doubt(2)).done());

    ledger.end(
        lease, deliver(ledger, lease, 3), anEnd(RunStatus.SUCCEEDED).doubting(doubt(3)).done());

    assertThat(ledger.doubts(lease)).containsExactly(doubt(3));
    assertThat(notices()).isEmpty();
  }

  @Test
  void an_end_that_is_written_twice_because_its_answer_was_lost_counts_once() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 3);
    ledger.end(lease, run, anEnd(RunStatus.FAILED).generation(1).done());

    ledger.end(lease, run, anEnd(RunStatus.FAILED).generation(1).done());

    assertThat(notices()).containsExactly("run_failed:" + run);
    assertCode(
        ErrorCode.INTERNAL,
        () -> ledger.end(lease, run, anEnd(RunStatus.SUCCEEDED).generation(1).done()));
  }

  @Test
  void the_pointer_never_moves_back_and_nothing_else_of_such_an_end_is_kept() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    ledger.end(lease, deliver(ledger, lease, 3), anEnd(RunStatus.SUCCEEDED).generation(5).done());
    String run = deliver(ledger, lease, 3);

    assertCode(
        ErrorCode.INTERNAL,
        () -> ledger.end(lease, run, anEnd(RunStatus.SUCCEEDED).generation(4).done()));

    assertThat(ledger.state(lease).generation()).isEqualTo(5);
    assertThat(history().run("shop", run).map(RunRecord::status)).contains(RunStatus.DELIVERING);
  }

  @Test
  void a_block_stays_until_somebody_resets() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    ledger.end(
        lease,
        deliver(ledger, lease, 3),
        anEnd(RunStatus.FAILED).blockedBy(ErrorCode.ACCOUNTING_MISMATCH).done());
    lease.close();

    Claim blocked = ledger.claim(CONTACTS);
    assertThat(blocked.blocked()).contains(ErrorCode.ACCOUNTING_MISMATCH);
    assertThat(history().syncs("shop").getFirst().blocked()).isEqualTo("ACCOUNTING_MISMATCH");
    blocked.lease().close();

    ledger.reset(CONTACTS);
    assertThat(ledger.claim(CONTACTS).blocked()).isEmpty();
  }

  @Test
  void runs_are_listed_newest_first_and_found_by_the_beginning_of_their_id() {
    Ledger ledger = process("a");
    List<String> ids = List.of(runWith(ledger), runWith(ledger), runWith(ledger));

    assertThat(history().runs("shop", Optional.empty(), 2))
        .extracting(RunRecord::id)
        .containsExactly(ids.get(2), ids.get(1));
    assertThat(history().runs("shop", Optional.of("crm-contacts"), 9)).hasSize(3);
    assertThat(history().runs("shop", Optional.of("other"), 9)).isEmpty();
    assertThat(history().runs("bank", Optional.empty(), 9)).isEmpty();
    assertThat(history().run("shop", ids.get(1))).map(RunRecord::id).contains(ids.get(1));
    assertThat(history().run("shop", "run_9")).isEmpty();
    assertThat(history().run("bank", ids.get(1))).isEmpty();
    assertThatExceptionOfType(AmbiguousRun.class)
        .isThrownBy(() -> history().run("shop", "run_"))
        .withMessageContaining(ids.get(0));
  }

  private static Progress outcomes(
      long requests, long retries, OutcomeChunk chunk, List<Integer> closed) {
    return new Progress(
        List.of(chunk), List.of(), LetterSchedule.DEFAULT, List.of(), closed, requests, retries);
  }

  private static OutcomeChunk chunk(int number, int fill) {
    byte[] bits = new byte[OutcomeChunk.BYTES];
    Arrays.fill(bits, (byte) fill);
    return new OutcomeChunk(number, bits);
  }
}
