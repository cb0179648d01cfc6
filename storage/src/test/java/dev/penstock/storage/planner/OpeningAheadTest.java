package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.run.Crashpoint.Moment;
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
    world.rows(people(50_000)).batches(100, 4);

    world.run();

    assertThat(times(Moment.MAPPED)).isEqualTo(500);
    assertThat(times(Moment.BEFORE_INTENT)).isLessThan(20);
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
