package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.deliver.Pacing;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.RunReport;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.testkit.world.Reply;
import dev.penstock.testkit.world.StoryRow;
import dev.penstock.testkit.world.StoryTool;
import dev.penstock.testkit.world.StoryWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How runs spare a destination that is down, slow or has a limit, told as stories. */
class PacingStoriesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StoryWorld world = new StoryWorld(new DiskBox());
  private final StoryTool tool = world.tool();

  private static List<StoryRow> people(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> row(Integer.toString(i), "p" + i + "@example.org"))
        .toList();
  }

  /** Runs each full minute, as a timer does: a run that takes longer leaves ticks out. */
  private RunReport nextTick(Instant start) {
    long passed = Duration.between(start, world.now()).toSeconds();
    long next = (passed / 60 + 1) * 60;
    world.tick(Duration.between(world.now(), start.plusSeconds(next)));
    return world.run();
  }

  @Test
  void ten_minutes_of_503_cost_a_sync_of_two_requests_one_request_a_minute_and_no_letter() {
    world.rows(people(20)).batches(10, 1);
    tool.answersOtherwise(Reply.unavailable());
    Instant start = world.now();
    int runs = 1;
    assertThat(world.run().run().status()).isEqualTo(RunStatus.DEFERRED);
    while (Duration.between(start, world.now()).compareTo(Duration.ofMinutes(10)) < 0) {
      assertThat(nextTick(start).run().status()).isEqualTo(RunStatus.DEFERRED);
      runs++;
    }

    tool.answersOtherwise(Reply.accept());
    RunReport healed = nextTick(start);

    assertThat(healed.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(20);
    assertThat(world.letters()).isEmpty();
    int least = runs + 2; // each run has to ask once whether it is back; then the two requests
    assertThat((double) tool.requests() / least).isLessThanOrEqualTo(1.2);
  }

  @Test
  void a_pause_that_the_destination_asked_for_is_kept_by_the_next_runs_without_reading_the_model() {
    world.rows(people(3));
    tool.willAnswer(Reply.throttle(Duration.ofMinutes(10)));
    RunReport asked = world.run();
    Instant due = asked.run().due().orElseThrow();

    RunReport early = world.tick(Duration.ofMinutes(5)).run();

    assertThat(early.run().status()).isEqualTo(RunStatus.DEFERRED);
    assertThat(early.run().error()).contains(ErrorCode.RATE_LIMITED);
    assertThat(early.run().due()).contains(due);
    assertThat(early.run().counts().read()).isZero();
    assertThat(tool.requests()).isEqualTo(1);
    assertThat(world.tick(Duration.ofMinutes(7)).run().run().status())
        .isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void a_run_that_dies_in_a_pause_leaves_the_pause_behind() {
    world.rows(people(40)).batches(10, 1);
    tool.willAnswer(Reply.accept(), Reply.throttle(Duration.ofSeconds(50)));
    world.runDyingAfter(Duration.ofSeconds(10));
    Instant died = world.now();

    world.run();

    assertThat(tool.received().stream().map(StoryTool.Sent::at).filter(at -> at.isAfter(died)))
        .allSatisfy(at -> assertThat(at).isAfterOrEqualTo(died.plusSeconds(40)));
    assertThat(tool.held()).hasSize(40);
  }

  @Test
  void an_answer_to_a_request_that_was_under_way_does_not_end_a_pause() {
    world.rows(people(40)).batches(10, 2);
    Instant start = world.now();
    tool.willAnswer(Reply.throttle(Duration.ofSeconds(20)), Reply.accept());

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(afterTheFirstTwo())
        .isNotEmpty()
        .allSatisfy(at -> assertThat(at).isAfterOrEqualTo(start.plusSeconds(20)));
  }

  @Test
  void the_longest_pause_that_was_asked_for_at_once_is_kept() {
    world.rows(people(40)).batches(10, 2);
    Instant start = world.now();
    tool.willAnswer(Reply.throttle(Duration.ofSeconds(5)), Reply.throttle(Duration.ofSeconds(30)));

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(afterTheFirstTwo())
        .isNotEmpty()
        .allSatisfy(at -> assertThat(at).isAfterOrEqualTo(start.plusSeconds(30)));
  }

  @Test
  void a_pause_of_hours_asked_for_at_once_with_a_short_one_defers_the_run() {
    world.rows(people(40)).batches(10, 2);
    tool.willAnswer(Reply.throttle(Duration.ofSeconds(5)), Reply.throttle(Duration.ofHours(1)));

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.DEFERRED);
    assertThat(tool.requests()).isEqualTo(2);
    assertThat(world.tick(MINUTE).run().run().status()).isEqualTo(RunStatus.DEFERRED);
    assertThat(tool.requests()).isEqualTo(2);
  }

  private List<Instant> afterTheFirstTwo() {
    return tool.received().stream()
        .filter(sent -> sent.request() > 2)
        .map(StoryTool.Sent::at)
        .toList();
  }

  @Test
  void an_outage_in_the_middle_of_a_large_run_is_waited_out() {
    world.rows(people(1_000)).batches(10, 4);
    tool.willAnswer(Reply.accept(), Reply.accept());
    Instant start = world.now();
    tool.answersOtherwise(
        (story, batch) ->
            (Duration.between(start, world.now()).compareTo(MINUTE) < 0
                    ? Reply.unavailable()
                    : Reply.accept())
                .to(story, batch));

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(1_000);
    assertThat(tool.requests()).isLessThanOrEqualTo(100 + 12);
  }

  @Test
  void a_rate_that_is_set_is_kept() {
    world.rows(people(200)).batches(1, 4);
    world.pacing(
        new Pacing(false, OptionalDouble.of(10), OptionalDouble.empty(), OptionalLong.empty()));
    Instant start = world.now();

    assertThat(world.run().run().status()).isEqualTo(RunStatus.SUCCEEDED);

    assertThat(Duration.between(start, world.now()).toMillis()).isBetween(19_500L, 21_500L);
  }

  @Test
  void a_rate_of_the_account_is_kept_over_runs() {
    world.rows(people(100)).batches(1, 4);
    world.pacing(
        new Pacing(false, OptionalDouble.empty(), OptionalDouble.of(10), OptionalLong.empty()));
    Instant start = world.now();
    world.run();
    world.rows(List.of());
    world.runAllowingMassChange();

    List<Instant> times = tool.received().stream().map(StoryTool.Sent::at).toList();

    assertThat(times).hasSize(200);
    assertThat(Duration.between(start, times.getLast()).toMillis()).isBetween(19_500L, 24_000L);
    for (int i = 12; i < times.size(); i++) {
      assertThat(Duration.between(times.get(i - 12), times.get(i)).toMillis())
          .as("twelve requests from the %d-th on", i - 12)
          .isGreaterThanOrEqualTo(1_000);
    }
  }

  @Test
  void a_day_that_is_used_up_defers_the_rest_to_the_next() {
    world.rows(people(100)).batches(10, 1);
    world.pacing(
        new Pacing(false, OptionalDouble.empty(), OptionalDouble.empty(), OptionalLong.of(6)));

    RunReport today = world.run();

    assertThat(today.run().status()).isEqualTo(RunStatus.DEFERRED);
    assertThat(today.run().error()).contains(ErrorCode.QUOTA_EXHAUSTED);
    assertThat(today.run().counts().delivered()).isEqualTo(60);
    Instant tomorrow = today.run().due().orElseThrow();
    assertThat(tomorrow.toString()).endsWith("T00:00:00Z");
    world.tick(Duration.between(world.now(), tomorrow));
    assertThat(world.run().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(100);
  }

  @Test
  void a_token_that_expires_in_the_middle_is_one_error_and_the_rest_goes_on_when_it_is_renewed() {
    world.rows(people(100)).batches(10, 4);
    tool.willAnswer(Reply.accept(), Reply.accept(), Reply.accept());
    tool.answersOtherwise(Reply.expiredToken());

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(report.run().error()).contains(ErrorCode.AUTH_EXPIRED);
    assertThat(world.letters()).isEmpty();
    assertThat(tool.requests()).isLessThanOrEqualTo(8);
    tool.answersOtherwise(Reply.accept());
    assertThat(world.run().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(100);
  }
}
