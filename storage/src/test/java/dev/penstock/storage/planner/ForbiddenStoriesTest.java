package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.RunReport;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.testkit.world.Reply;
import dev.penstock.testkit.world.StoryRow;
import dev.penstock.testkit.world.StoryTool;
import dev.penstock.testkit.world.StoryWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A tool says 403 and no more: is it the access of all, or one record that is out of bounds? */
class ForbiddenStoriesTest {
  private final StoryWorld world = new StoryWorld(new DiskBox());
  private final StoryTool tool = world.tool();

  private static List<StoryRow> people(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> row(Integer.toString(i), "p" + i + "@example.org"))
        .toList();
  }

  private List<String> lettersOf(ErrorCode code) {
    return world.letters().stream()
        .filter(letter -> letter.failure().code() == code)
        .map(History.Letter::key)
        .sorted()
        .toList();
  }

  @Test
  void three_requests_forbidden_and_none_taken_is_the_access_and_no_dead_letter() {
    world.rows(people(100)).batches(1, 1);
    tool.answersOtherwise(Reply.forbid());

    RunReport report = world.run();

    assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(report.run().error()).contains(ErrorCode.AUTH_FORBIDDEN);
    assertThat(report.run().counts().pending()).isEqualTo(100);
    assertThat(world.letters()).isEmpty();
    assertThat(tool.requests()).isEqualTo(3);
  }

  @Test
  void records_out_of_bounds_are_told_from_the_others_one_per_request() {
    world.rows(people(40)).batches(1, 2);
    tool.answersOtherwise(Reply.forbidWith(List.of("1", "17", "18", "19", "20", "21", "40")));

    RunReport report = world.run();

    assertThat(lettersOf(ErrorCode.FIELD_FORBIDDEN))
        .containsExactly("1", "17", "18", "19", "20", "21", "40");
    assertThat(tool.held()).hasSize(33);
    assertThat(report.run().status()).isEqualTo(RunStatus.PARTIAL);
  }

  @Test
  void the_record_out_of_bounds_is_found_in_a_batch() {
    world.rows(people(64)).batches(64, 1).refusesAtomically();
    tool.answersOtherwise(Reply.forbidWith(List.of("23")));

    world.run();

    assertThat(lettersOf(ErrorCode.FIELD_FORBIDDEN)).containsExactly("23");
    assertThat(tool.held()).hasSize(63);
    assertThat(tool.requests()).isLessThanOrEqualTo(14);
  }

  @Test
  void a_batch_that_is_forbidden_whatever_it_holds_is_no_search_for_a_bad_record() {
    world.rows(people(64)).batches(64, 1).refusesAtomically();
    tool.answersOtherwise(Reply.forbid());

    RunReport report = world.run();

    assertThat(report.run().error()).contains(ErrorCode.AUTH_FORBIDDEN);
    assertThat(world.letters()).isEmpty();
    assertThat(tool.requests()).isEqualTo(3);
  }

  @Test
  void access_that_is_lost_in_the_middle_makes_no_dead_letters() {
    world.rows(people(300)).batches(1, 1);
    List<Reply> taken = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      taken.add(Reply.accept());
    }
    tool.willAnswer(taken.toArray(Reply[]::new));
    tool.answersOtherwise(Reply.forbid());

    RunReport report = world.run();

    assertThat(report.run().error()).contains(ErrorCode.AUTH_FORBIDDEN);
    assertThat(world.letters()).isEmpty();
    assertThat(report.run().counts().pending()).isEqualTo(280);
    assertThat(tool.requests()).isLessThanOrEqualTo(70);

    tool.answersOtherwise(Reply.accept());
    assertThat(world.run().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(300);
  }

  @Test
  void a_known_one_that_is_tried_again_alone_stays_a_dead_letter_and_is_no_outage() {
    world.rows(people(10)).batches(1, 1);
    tool.answersOtherwise(Reply.forbidWith(List.of("7")));
    world.run();

    world.tick(Duration.ofHours(1));
    RunReport again = world.run();

    assertThat(again.run().error()).isEmpty();
    assertThat(again.run().counts().deadLettered()).isEqualTo(1);
    assertThat(lettersOf(ErrorCode.FIELD_FORBIDDEN)).containsExactly("7");
    tool.answersOtherwise(Reply.accept());
    world.runByAPerson();
    assertThat(tool.held()).hasSize(10);
    assertThat(world.letters()).isEmpty();
  }
}
