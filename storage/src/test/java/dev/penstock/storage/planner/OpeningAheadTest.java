package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Crashpoint.Moment;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.RunReport;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.testkit.world.Reply;
import dev.penstock.testkit.world.StoryRow;
import dev.penstock.testkit.world.StoryWorld;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How batches are mapped and opened before they are sent. */
class OpeningAheadTest {
  private final StoryWorld world = new StoryWorld(new DiskBox());

  private static List<StoryRow> people(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> row(Integer.toString(i), "p" + i + "@example.org"))
        .toList();
  }

  private long times(Moment moment) {
    return world.moments().stream().filter(moment::equals).count();
  }

  @Test
  void answers_are_taken_and_requests_begin_while_batches_are_mapped() {
    world.rows(people(30_000)).batches(100, 4).mappingTakes(Duration.ofMillis(30));

    world.run();

    assertThat(mappedInARow()).as("without a look at the requests").isLessThanOrEqualTo(5);
  }

  /** The most batches that were mapped one after the other, once sending had begun. */
  private int mappedInARow() {
    List<Moment> moments = world.moments();
    int most = 0;
    int row = 0;
    for (Moment moment : moments.subList(moments.indexOf(Moment.AFTER_SEND), moments.size())) {
      if (moment == Moment.MAPPED) {
        row++;
        most = Math.max(most, row);
      } else if (moment == Moment.AFTER_ANSWER) {
        row = 0;
      }
    }
    return most;
  }

  @Test
  void an_intent_costs_a_commit_per_thousands_of_records() {
    world.rows(people(50_000)).batches(1_000, 8);

    world.run();

    assertThat(times(Moment.MAPPED)).isEqualTo(50);
    assertThat(times(Moment.BEFORE_INTENT)).isLessThan(10);
  }

  @Test
  void a_crash_at_a_slow_destination_leaves_a_thousand_records_in_doubt() {
    world.rows(people(20_000)).batches(10, 1);

    world.runDyingAfter(Duration.ofSeconds(40));

    assertThat(world.tool().received()).hasSizeBetween(7_000, 8_100);
    assertThat(openRecords()).isBetween(500L, 1_100L);
  }

  private long openRecords() {
    world.tick(Duration.ofMinutes(5));
    world.ledger().expireLeases();
    Claim claim = world.ledger().claim(world.identity());
    return world.ledger().journal(claim.lease(), "run_000001").opened().stream()
        .mapToLong(batch -> batch.sequences().length)
        .sum();
  }

  @Test
  void what_was_mapped_ahead_is_no_measure_for_what_was_refused() {
    world
        .rows(
            IntStream.rangeClosed(1, 60_000)
                .mapToObj(i -> row("" + i, i % 200 == 0 ? StoryRow.UNREADABLE : "p" + i))
                .toList())
        .batches(100, 4);

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.PARTIAL);
    assertThat(report.run().counts().deadLettered()).isEqualTo(300);
  }

  @Test
  void while_a_destination_holds_us_off_nothing_is_opened_that_cannot_be_repeated() {
    world.rows(people(1_000)).batches(10, 3).level(DeliveryLevel.D).holdsAmbiguous();
    world.tool().answersOtherwise(Reply.unavailable());
    world.runDyingAfter(Duration.ofSeconds(10));
    List<String> sent = world.tool().receivedIds();
    world.tick(Duration.ofMinutes(5));
    world.tool().answersOtherwise(Reply.accept());

    world.run();

    assertThat(world.letters()).isNotEmpty();
    assertThat(world.letters()).extracting(History.Letter::key).isSubsetOf(sent);
  }

  @Test
  void large_records_do_not_fill_the_memory() {
    String large = "x".repeat(500_000);
    world.rows(IntStream.rangeClosed(1, 200).mapToObj(i -> row("" + i, large + i)).toList());

    world.run();

    int waiting = 0;
    for (Moment moment : world.moments()) {
      waiting += moment == Moment.MAPPED ? 1 : moment == Moment.BEFORE_SEND ? -1 : 0;
      assertThat(waiting).as("batches of 1 MB").isLessThan(30);
    }
    assertThat(times(Moment.MAPPED)).isEqualTo(100);
  }

  @Test
  void what_cannot_be_repeated_is_opened_only_when_it_can_be_sent_at_once() {
    world.rows(people(1_000)).batches(10, 3).level(DeliveryLevel.D);

    world.run();

    int opened = 0;
    int ended = 0;
    int mapped = 0;
    for (Moment moment : world.moments()) {
      switch (moment) {
        case MAPPED -> mapped++;
        case AFTER_INTENT -> opened = mapped;
        case AFTER_ANSWER -> ended++;
        default -> {}
      }
      assertThat(opened - ended).isLessThanOrEqualTo(3);
    }
    assertThat(ended).isEqualTo(100);
  }
}
