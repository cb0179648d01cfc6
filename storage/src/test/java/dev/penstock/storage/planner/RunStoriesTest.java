package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.Crashpoint.Moment;
import dev.penstock.engine.run.Guard;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.RunReport;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.testkit.world.Reply;
import dev.penstock.testkit.world.StoryRow;
import dev.penstock.testkit.world.StoryTool;
import dev.penstock.testkit.world.StoryWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a run does about refusals, outages, broken models and people, told as stories. */
class RunStoriesTest {
  private final StoryWorld world = new StoryWorld(new DiskBox());
  private final StoryTool tool = world.tool();

  private static List<StoryRow> people(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> row(Integer.toString(i), "p" + i + "@example.org"))
        .toList();
  }

  private static ErrorCode error(RunReport report) {
    return report.run().error().orElseThrow();
  }

  // ---- refusals -------------------------------------------------------------------------------

  @Test
  void bisection_finds_the_one_bad_record_of_a_batch_refused_as_a_whole() {
    world.rows(people(64)).batches(64, 1).refusesAtomically();
    tool.answersOtherwise(Reply.refuseWholeWith(List.of("23")));

    RunReport report = world.run();

    assertThat(world.letters()).extracting(History.Letter::key).containsExactly("23");
    assertThat(tool.held()).hasSize(63);
    assertThat(report.run().status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(tool.requests()).isLessThanOrEqualTo(13);
  }

  @Test
  void eight_refusals_alike_are_the_destinations_fault_and_make_no_dead_letter() {
    world.rows(people(64)).batches(64, 1).refusesAtomically();
    tool.answersOtherwise(Reply.refuseWhole(400));

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(error(report)).isEqualTo(ErrorCode.BATCH_REFUSED);
    assertThat(report.run().counts().pending()).isEqualTo(64);
    assertThat(world.letters()).isEmpty();
  }

  @Test
  void an_expired_token_holds_everything_and_dead_letters_nothing() {
    world.rows(people(1_000)).batches(10, 4);
    tool.willAnswer(Reply.accept());
    tool.answersOtherwise(Reply.expiredToken());

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(error(report)).isEqualTo(ErrorCode.AUTH_EXPIRED);
    assertThat(world.letters()).isEmpty();
    assertThat(tool.requests()).isLessThanOrEqualTo(6);
    assertThat(report.run().counts().pending()).isEqualTo(990);
  }

  @Test
  void a_tool_that_answers_nothing_is_not_sent_everything() {
    world.rows(people(1_000)).batches(10, 4);
    tool.answersOtherwise(Reply.loseAnswer());

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.DEFERRED);
    assertThat(error(report)).isEqualTo(ErrorCode.DESTINATION_DOWN);
    assertThat(tool.requests()).isLessThanOrEqualTo(16);
    tool.answersOtherwise(Reply.accept());
    assertThat(world.tick(Duration.ofHours(1)).run().run().counts().pending()).isZero();
    assertThat(tool.held()).hasSize(1_000);
  }

  @Test
  void one_request_that_is_never_answered_holds_the_others_up_only_briefly() {
    world.rows(people(1_000)).batches(10, 4);
    tool.willAnswer(Reply.loseAnswer(), Reply.accept(), Reply.accept(), Reply.loseAnswer());

    assertThat(world.run().run().counts().delivered()).isEqualTo(1_000);
  }

  @Test
  void a_run_is_deferred_when_it_would_have_to_wait_longer_than_a_minute() {
    world.rows(people(3));
    tool.willAnswer(Reply.throttle(Duration.ofMinutes(5)));

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.DEFERRED);
    assertThat(error(report)).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(tool.requests()).isEqualTo(1);
    assertThat(world.letters()).isEmpty();
  }

  @Test
  void a_short_wait_that_the_tool_asked_for_is_kept() {
    world.rows(people(3));
    tool.willAnswer(Reply.throttle(Duration.ofSeconds(30)));

    world.run();

    var first = tool.received().getFirst().at();
    var last = tool.received().getLast().at();
    assertThat(Duration.between(first, last)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(tool.held()).hasSize(3);
  }

  @Test
  void a_run_stops_when_too_many_records_are_refused() {
    world.rows(people(1_000)).stopWhenRejected(50, 20);
    tool.answersOtherwise(Reply.refuse(422));

    RunReport report = world.run();

    assertThat(error(report)).isEqualTo(ErrorCode.TOO_MANY_REJECTED);
    assertThat(report.run().counts().deadLettered()).isEqualTo(50);
    assertThat(report.run().counts().pending()).isEqualTo(950);
  }

  @Test
  void a_record_that_is_not_spoken_of_is_not_taken_for_delivered() {
    world.rows(people(3));
    tool.willAnswer(Reply.forgetOne());
    tool.answersOtherwise(Reply.expiredToken());

    RunReport report = world.run();

    assertThat(report.run().counts().delivered()).isZero();
    assertThat(report.run().counts().pending()).isEqualTo(3);
  }

  @Test
  void records_that_all_have_to_wait_are_not_all_kept_in_memory() {
    world.rows(people(100_000)).batches(1_000, 4).cancelAfter(100);
    tool.answersOtherwise(Reply.busy(Duration.ofSeconds(50)));

    world.run();

    assertThat(new HashSet<>(tool.receivedIds()).size()).isLessThan(80_000);
  }

  @Test
  void a_run_in_which_no_record_can_be_mapped_stops_early_too() {
    world.rows(
        IntStream.rangeClosed(1, 20_000)
            .mapToObj(i -> row(Integer.toString(i), StoryRow.UNREADABLE))
            .toList());

    RunReport report = world.run();

    assertThat(error(report)).isEqualTo(ErrorCode.TOO_MANY_REJECTED);
    assertThat(report.run().counts().deadLettered()).isLessThan(2_000);
    assertThat(tool.received()).isEmpty();
  }

  @Test
  void a_retry_that_is_due_waits_for_the_lease_without_asking_all_the_time() {
    world.rows(people(3));
    tool.willAnswer(Reply.throttle(Duration.ofSeconds(5)));
    world.ledger().stallRenewals(Duration.ofSeconds(1), Duration.ofSeconds(20));

    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> world.run());

    assertThat(tool.held()).hasSize(3);
  }

  @Test
  void a_clock_that_is_set_back_does_not_hold_a_delivery_up() {
    world.rows(people(2_000)).clockSetBack(Duration.ofSeconds(1), Duration.ofHours(1));

    world.run();

    assertThat(tool.held()).hasSize(2_000);
    assertThat(tool.received().getLast().at()).isBefore(tool.received().getFirst().at());
  }

  // ---- what is sent at all --------------------------------------------------------------------

  @Test
  void start_from_now_takes_the_model_for_delivered_and_sends_what_changes_later() {
    world.rows(people(3)).startFromNow();
    RunReport first = world.run();
    assertThat(tool.received()).isEmpty();
    assertThat(first.run().counts().settledWithoutSending()).isEqualTo(3);

    world.rows(row("1", "new"), people(3).get(1), people(3).get(2)).run();

    assertThat(tool.receivedIds()).containsExactly("1");
  }

  @Test
  void after_a_reset_everything_is_sent_also_by_a_sync_that_started_from_now() {
    world.rows(people(3)).startFromNow();
    world.run();

    world.ledger().reset(world.identity());
    world.run();

    assertThat(tool.held()).hasSize(3);
  }

  @Test
  void a_sync_for_updated_rows_sends_nothing_on_its_first_run() {
    world.rows(people(3)).selection(false, true, false);
    RunReport first = world.run();
    assertThat(tool.received()).isEmpty();
    assertThat(first.run().status()).isEqualTo(RunStatus.SUCCEEDED);

    world.rows(row("1", "new"), people(3).get(1), row("9", "added")).run();

    assertThat(tool.received()).extracting(StoryTool.Sent::kind).containsExactly(Kind.UPDATED);
    assertThat(tool.receivedIds()).containsExactly("1");
  }

  @Test
  void null_and_duplicate_keys_are_never_sent_and_leave_the_run_partial() {
    world.rows(people(3));
    world.run();
    tool.forgetReceived();
    List<StoryRow> rows = new ArrayList<>(people(3));
    rows.add(row(null, "nobody"));
    rows.add(row("3", "another"));
    rows.add(row("4", "twin"));
    rows.add(row("4", "twin too"));
    rows.add(row("5", "new"));

    RunReport report = world.rows(rows).run();

    assertThat(tool.receivedIds()).containsExactly("5");
    assertThat(report.run().counts().sourceRejected()).isEqualTo(5);
    assertThat(report.run().status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(tool.held().get("3")).contains("p3@");
  }

  @Test
  void an_extract_that_lost_rows_deletes_nothing() {
    world.rows(people(5));
    world.run();
    tool.forgetReceived();

    RunReport report = world.loseRows(2).run();

    assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(tool.received()).isEmpty();
  }

  @Test
  void an_unreadable_key_forbids_deletes() {
    world.rows(people(5));
    world.run();
    tool.forgetReceived();

    world
        .rows(people(4).get(0), people(4).get(1), row(StoryRow.UNREADABLE, "who"), people(4).get(3))
        .run();

    assertThat(tool.received()).isEmpty();
    assertThat(tool.held()).hasSize(5);
  }

  // ---- the guard ------------------------------------------------------------------------------

  @Test
  void the_guard_stops_a_mass_delete_until_a_person_allows_it() {
    world.rows(people(200)).guard(Guard.DEFAULT);
    world.run();
    tool.forgetReceived();
    world.rows(people(100));

    RunReport stopped = world.run();
    assertThat(stopped.run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(error(stopped)).isEqualTo(ErrorCode.MASS_CHANGE_GUARD);
    assertThat(tool.received()).isEmpty();

    world.runAllowingMassChange();
    assertThat(tool.held()).hasSize(100);
  }

  @Test
  void everything_gone_always_stops() {
    world.rows(people(3));
    world.run();

    RunReport stopped = world.rows(List.of()).run();

    assertThat(stopped.run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(tool.held()).hasSize(3);
  }

  @Test
  void everything_gone_stops_also_when_no_answer_ever_came() {
    world.rows(people(3));
    tool.willAnswer(Reply.loseAnswer());
    tool.answersOtherwise(Reply.expiredToken());
    world.run();
    tool.answersOtherwise(Reply.accept());

    RunReport stopped = world.rows(List.of()).tick(Duration.ofMinutes(1)).run();

    assertThat(stopped.run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(tool.held()).hasSize(3);
  }

  @Test
  void a_crash_between_plan_and_guard_does_not_let_a_mass_delete_out() {
    world.rows(people(200));
    world.run();
    tool.forgetReceived();
    world.rows(people(100));
    world.runDyingAt(Moment.BEFORE_END, 1);

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(tool.received()).isEmpty();
  }

  @Test
  void a_run_whose_counts_do_not_add_up_stops_the_sync_also_when_it_was_continued() {
    var box = new ErringBox();
    var miscounting = new StoryWorld(box).rows(people(3));
    miscounting.runDyingAt(Moment.BEFORE_SETTLE, 1);
    box.miscountOnce();

    RunReport report = miscounting.run();

    assertThat(error(report)).isEqualTo(ErrorCode.ACCOUNTING_MISMATCH);
    assertThatThrownBy(miscounting::run).hasMessageContaining("is stopped");
  }

  @Test
  void a_run_that_ended_is_reported_also_when_nothing_can_be_tidied_after_it() {
    var box = new ErringBox();
    var untidy = new StoryWorld(box).rows(people(3));
    box.failToTidy();

    assertThat(untidy.run().run().status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  // ---- people ---------------------------------------------------------------------------------

  @Test
  void a_cancelled_run_loses_nothing_and_the_next_one_repeats_nothing() {
    world.rows(people(100)).cancelAfter(3);
    RunReport cancelled = world.run();
    assertThat(cancelled.run().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(cancelled.run().counts().delivered()).isEqualTo(30);

    RunReport next = world.run();

    assertThat(next.run().counts().delivered()).isEqualTo(70);
    assertThat(tool.receivedIds()).doesNotHaveDuplicates().hasSize(100);
  }

  @Test
  void what_may_have_arrived_at_an_append_only_tool_is_held_for_a_person() {
    world.rows(people(1)).level(DeliveryLevel.D).selection(true, false, false).holdsAmbiguous();
    tool.willAnswer(Reply.loseAnswer());

    world.run();

    assertThat(world.letters())
        .extracting(letter -> letter.failure().code())
        .containsExactly(ErrorCode.AMBIGUOUS);
    assertThat(tool.requests()).isEqualTo(1);
  }

  @Test
  void what_may_have_arrived_before_a_crash_is_held_for_a_person_too() {
    world.rows(people(25)).level(DeliveryLevel.D).selection(true, false, false).holdsAmbiguous();
    world.runDyingAt(Moment.AFTER_SEND, 2);
    List<String> interrupted = List.copyOf(tool.receivedIds());

    world.run();

    assertThat(tool.receivedIds()).doesNotHaveDuplicates().hasSize(25);
    assertThat(world.letters())
        .extracting(History.Letter::key)
        .containsExactlyInAnyOrderElementsOf(interrupted);
    assertThat(world.letters()).allMatch(letter -> letter.payload().contains("@example.org"));
    assertThat(world.letters())
        .extracting(letter -> letter.failure().code())
        .containsOnly(ErrorCode.AMBIGUOUS);
  }

  @Test
  void what_is_held_for_a_person_is_not_sent_again_by_itself() {
    world.rows(people(1)).level(DeliveryLevel.D).selection(true, false, false).holdsAmbiguous();
    tool.willAnswer(Reply.loseAnswer());
    world.run();

    world.tick(Duration.ofHours(5)).run();

    assertThat(tool.requests()).isEqualTo(1);
    assertThat(world.letters().getFirst().nextRetry()).isEmpty();
  }

  // ---- letters over runs ----------------------------------------------------------------------

  @Test
  void a_letter_is_tried_again_after_thirty_minutes_and_not_before() {
    world.rows(people(1));
    tool.willAnswer(Reply.refuse(422));
    world.run();
    String letter = world.letters().getFirst().id();

    RunReport early = world.tick(Duration.ofMinutes(29)).run();
    assertThat(tool.requests()).isEqualTo(1);
    assertThat(early.run().counts().suppressed()).isEqualTo(1);

    world.tick(Duration.ofMinutes(2)).run();
    assertThat(tool.requests()).isEqualTo(2);
    assertThat(world.letter(letter).state()).isEqualTo("resolved");
    assertThat(world.letters()).isEmpty();
  }

  @Test
  void a_letter_whose_row_changed_is_tried_at_once_with_the_newest_value() {
    world.rows(row("1", "old"));
    tool.willAnswer(Reply.refuse(422));
    world.run();

    world.rows(row("1", "new")).run();

    assertThat(tool.held().get("1")).contains("new");
    assertThat(world.letters()).isEmpty();
  }

  @Test
  void a_person_tries_all_letters_at_once() {
    world.rows(people(1));
    tool.willAnswer(Reply.refuse(422));
    world.run();

    world.runByAPerson();

    assertThat(tool.held()).containsKey("1");
  }

  @Test
  void a_letter_is_superseded_when_its_row_disappears() {
    world.rows(people(2)).batches(1, 1);
    tool.willAnswer(Reply.refuse(422));
    world.run();
    History.Letter letter = world.letters().getFirst();

    world.rows(people(2).get(letter.key().equals("1") ? 1 : 0)).run();

    assertThat(world.letter(letter.id()).state()).isEqualTo("superseded");
    assertThat(world.letters()).isEmpty();
    assertThat(tool.requests()).isEqualTo(2);
  }
}
