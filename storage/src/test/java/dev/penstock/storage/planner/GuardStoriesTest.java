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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keeps a run from doing harm, and how it is let go on, told as stories. */
class GuardStoriesTest {
  private final StoryWorld world = new StoryWorld(new DiskBox());
  private final StoryTool tool = world.tool();

  private static List<StoryRow> people(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> row(Integer.toString(i), "p" + i + "@example.org"))
        .toList();
  }

  @Test
  void deletes_over_the_limit_go_out_only_after_a_yes_to_such_numbers_and_once() {
    world.rows(people(1_000));
    world.run();
    world.rows(people(700));
    RunReport stopped = world.run();
    assertThat(stopped.run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(world.run().run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(tool.held()).hasSize(1_000);

    world.rows(people(400));
    world.approve("run_000003");
    assertThat(world.run().run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    assertThat(tool.held()).hasSize(1_000);

    world.rows(people(690));
    world.approve("run_000004");
    assertThat(world.run().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(690);

    world.rows(people(400));
    assertThat(world.run().run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
  }

  @Test
  void a_yes_to_many_updates_does_not_let_an_empty_model_empty_the_tool() {
    world.rows(people(100));
    world.run();
    List<StoryRow> renamed =
        people(100).stream()
            .map(person -> row(person.values().getFirst(), "new" + person.values().getFirst()))
            .toList();
    world.rows(renamed);
    assertThat(world.run().run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    world.approve("run_000002");
    world.rows(List.of());

    assertThat(world.run().run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);

    assertThat(tool.held()).hasSize(100);
  }

  @Test
  void after_a_stop_over_refusals_fifty_dead_letters_are_tried_before_new_rows() {
    world.rows(people(1_000)).batches(10, 1).stopWhenRejected(100, 20);
    tool.answersOtherwise(Reply.refuse(422));
    assertThat(world.run().run().error().orElseThrow()).isEqualTo(ErrorCode.TOO_MANY_REJECTED);
    List<String> before = world.letters().stream().map(History.Letter::key).toList();
    tool.forgetReceived();

    RunReport again = world.run();

    assertThat(again.run().error().orElseThrow()).isEqualTo(ErrorCode.TOO_MANY_REJECTED);
    assertThat(tool.received()).hasSize(50 + 50);
    assertThat(tool.receivedIds().subList(0, 50)).isSubsetOf(before);
    assertThat(tool.receivedIds().subList(50, 100)).doesNotContainAnyElementsOf(before);
    tool.answersOtherwise(Reply.accept());
    assertThat(world.run().run().counts().delivered()).isEqualTo(1_000 - (before.size() + 50) + 50);
    assertThat(world.tick(Duration.ofHours(1)).run().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(1_000);
  }
}
