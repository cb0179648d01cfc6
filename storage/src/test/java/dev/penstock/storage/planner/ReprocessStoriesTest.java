package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.run.Crashpoint.Moment;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.RunReport;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.testkit.world.Reply;
import dev.penstock.testkit.world.StoryTool;
import dev.penstock.testkit.world.StoryWorld;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of dead letters that a person sends again, told as stories. */
class ReprocessStoriesTest {
  private final StoryWorld world = new StoryWorld(new DiskBox());
  private final StoryTool tool = world.tool();

  /** Rows 1 to 4 were delivered but 2 and 3, which were refused. */
  private void twoRefused() {
    world.rows(row("1", "a"), row("2", "bad"), row("3", "bad"), row("4", "d")).batches(10, 1);
    tool.answersOtherwise(
        Reply.except(
            List.of("2", "3"),
            new Outcome.Rejected(Failure.of(ErrorCode.FIELD_INVALID, 422, "refused"))));
    world.run();
    assertThat(world.letters()).extracting(History.Letter::key).containsExactlyInAnyOrder("2", "3");
    tool.answersOtherwise(Reply.accept());
    tool.forgetReceived();
  }

  @Test
  void a_mended_row_is_read_by_its_key_sent_and_settled_and_nothing_else_is() {
    twoRefused();
    world.rows(row("1", "changed too"), row("2", "good"), row("3", "bad"), row("4", "d"));
    int before = world.rowsRead();

    RunReport report = world.reprocess(false, "2");

    assertThat(world.rowsRead() - before).isOne();
    assertThat(tool.receivedIds()).containsExactly("2");
    assertThat(report.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(report.run().counts().read()).isOne();
    assertThat(world.letters()).extracting(History.Letter::key).containsExactly("3");
    tool.forgetReceived();
    world.runByAPerson();
    assertThat(tool.receivedIds()).containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void a_row_that_is_as_it_was_is_sent_only_when_the_destination_was_mended() {
    twoRefused();

    assertThat(world.reprocess(false, "2", "3").run().counts().suppressed()).isEqualTo(2);
    assertThat(tool.received()).isEmpty();
    assertThat(world.reprocess(true, "2", "3").run().counts().delivered()).isEqualTo(2);
    assertThat(world.letters()).isEmpty();
    assertThat(tool.held()).hasSize(4);
  }

  @Test
  void never_said_while_a_run_delivers_the_key_holds_from_the_next_change_on() {
    twoRefused();
    world.rows(row("1", "a"), row("2", "good"), row("3", "bad"), row("4", "d"));
    world.runDyingAt(Moment.PLAN_RECORDED, 1);
    world.discard("2", true);
    world.run();
    assertThat(tool.held().get("2")).as("it was on its way").contains("good");
    tool.forgetReceived();

    world.rows(row("1", "a"), row("2", "better"), row("3", "bad"), row("4", "d"));
    assertThat(world.run().run().counts().suppressed()).isEqualTo(2);
    assertThat(tool.received()).isEmpty();
    world.restore("2");
    world.run();

    assertThat(tool.held().get("2")).contains("better");
    world.run();
    assertThat(world.letters()).extracting(History.Letter::key).containsExactly("3");
  }

  @Test
  void a_row_that_is_gone_closes_its_letter_and_deletes_nobody_elses() {
    twoRefused();
    world.rows(row("1", "a"));

    RunReport report = world.reprocess(false, "2");

    assertThat(report.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.received()).isEmpty();
    assertThat(world.letters()).extracting(History.Letter::key).containsExactly("3");
    assertThat(tool.held()).hasSize(2);
  }

  @Test
  void a_row_that_was_delivered_once_refused_later_and_is_gone_is_deleted() {
    world.rows(row("1", "a"), row("2", "b"));
    world.run();
    world.rows(row("1", "a"), row("2", "bad"));
    tool.willAnswer(Reply.refuse(422));
    world.run();
    world.rows(row("1", "a"));
    tool.forgetReceived();

    world.reprocess(false, "2");

    assertThat(tool.received()).extracting(StoryTool.Sent::kind).containsExactly(Kind.DELETED);
    assertThat(tool.held()).containsOnlyKeys("1");
  }

  @Test
  void what_was_discarded_is_not_sent_by_asking_for_its_key() {
    twoRefused();
    world.discard("2", false);

    assertThat(world.reprocess(true, "2").run().counts().planned()).isZero();
    assertThat(tool.received()).isEmpty();
  }

  @Test
  void refused_again_it_stays_one_letter_with_one_more_try() {
    twoRefused();
    world.rows(row("1", "a"), row("2", "still bad"), row("3", "bad"), row("4", "d"));
    tool.willAnswer(Reply.refuse(422));

    assertThat(world.reprocess(false, "2").run().status()).isEqualTo(RunStatus.FAILED);

    assertThat(world.letters()).hasSize(2);
    assertThat(world.letters())
        .filteredOn(letter -> letter.key().equals("2"))
        .extracting(History.Letter::attempts)
        .containsExactly(2);
  }

  @Test
  void a_death_in_the_middle_is_finished_by_the_next_run_whatever_it_is() {
    twoRefused();
    world.rows(row("1", "a"), row("2", "good"), row("3", "good"), row("4", "d"));
    world.reprocessDyingAt(Moment.AFTER_ANSWER, 1, "2", "3");

    world.run();

    assertThat(world.letters()).isEmpty();
    assertThat(tool.held()).hasSize(4);
  }

  @Test
  void the_next_whole_run_compares_its_rows_with_the_last_whole_one() {
    twoRefused();
    world.reprocess(true, "2", "3");

    assertThat(world.run().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).hasSize(4);
  }
}
