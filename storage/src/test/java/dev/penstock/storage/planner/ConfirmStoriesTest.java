package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.Crashpoint.Moment;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A person looked at the destination and says what it holds, told as stories. */
class ConfirmStoriesTest {
  private final StoryWorld world = new StoryWorld(new DiskBox());
  private final StoryTool tool = world.tool();

  /** The first of three records may have arrived, and did. */
  private void oneInDoubt() {
    world.rows(row("1", "a"), row("2", "b"), row("3", "c")).batches(1, 1);
    world.level(DeliveryLevel.D).holdsAmbiguous();
    tool.willAnswer(Reply.loseAnswer());
    world.run();
    assertThat(world.letters())
        .extracting(letter -> letter.failure().code())
        .containsExactly(ErrorCode.AMBIGUOUS);
    tool.forgetReceived();
    world.tick(Duration.ofMinutes(1));
  }

  private String doubtful() {
    return world.letters().getFirst().key();
  }

  @Test
  void what_did_arrive_counts_as_delivered_and_is_never_sent_again() {
    oneInDoubt();
    String id = world.letters().getFirst().id();

    RunReport report = world.confirm(doubtful());

    assertThat(report.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(report.run().trigger()).isEqualTo("confirm");
    assertThat(report.run().counts().settledWithoutSending()).isOne();
    assertThat(world.letters()).isEmpty();
    assertThat(world.letter(id).state()).isEqualTo("resolved");
    assertThat(world.runByAPerson().run().counts().unchanged()).isEqualTo(3);
    assertThat(tool.received()).isEmpty();
  }

  @Test
  void a_row_that_changed_since_is_then_an_update_of_what_arrived() {
    oneInDoubt();
    String key = doubtful();
    world.rows(row("1", "new"), row("2", "new"), row("3", "new"));

    world.confirm(key);
    assertThat(tool.received()).isEmpty();
    world.run();

    assertThat(tool.received()).hasSize(3).allMatch(sent -> sent.kind() == Kind.UPDATED);
  }

  @Test
  void a_row_that_is_gone_since_is_then_deleted_there() {
    oneInDoubt();
    String key = doubtful();
    world.rows(
        IntStream.rangeClosed(1, 3)
            .mapToObj(Integer::toString)
            .filter(id -> !id.equals(key))
            .map(id -> row(id, List.of("a", "b", "c").get(Integer.parseInt(id) - 1)))
            .toList());

    world.confirm(key);
    assertThat(tool.received()).isEmpty();
    assertThat(tool.held()).containsKey(key);
    world.run();

    assertThat(tool.received())
        .singleElement()
        .matches(sent -> sent.kind() == Kind.DELETED && sent.id().equals(key));
  }

  @Test
  void a_delete_that_did_arrive_leaves_nothing_behind() {
    oneInDoubt();
    world.confirm(doubtful());
    world.rows(row("1", "a"), row("2", "b"));
    tool.willAnswer(Reply.loseAnswer());
    world.run();
    assertThat(world.letters()).extracting(History.Letter::kind).containsExactly(Kind.DELETED);
    world.tick(Duration.ofMinutes(1));

    RunReport report = world.confirm("3");

    assertThat(report.run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(world.letters()).isEmpty();
    tool.forgetReceived();
    world.rows(row("1", "a"), row("2", "b"), row("3", "c"));
    world.run();
    assertThat(tool.received())
        .singleElement()
        .matches(sent -> sent.kind() == Kind.ADDED && sent.id().equals("3"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Moment.class,
      names = {"PLAN_SEALED", "PLAN_RECORDED", "BEFORE_SETTLE", "SETTLED", "BEFORE_END"})
  void a_process_that_dies_over_it_changes_nothing_or_all(Moment moment) {
    oneInDoubt();
    String key = doubtful();

    world.confirmDyingAt(moment, 1, key);
    RunReport next = world.run();

    assertThat(tool.received()).isEmpty();
    if (next.continued().isPresent()) {
      assertThat(world.letters()).isEmpty();
      assertThat(next.run().counts().unchanged()).isEqualTo(3);
    } else {
      assertThat(world.letters()).extracting(History.Letter::key).containsExactly(key);
      assertThat(next.run().trigger())
          .as("it does not go on under that name")
          .isEqualTo("schedule");
      world.confirm(key);
      assertThat(world.letters()).isEmpty();
    }
  }

  @Test
  void who_confirms_what_is_closed_meanwhile_is_told_so() {
    oneInDoubt();

    RunReport report = world.confirm("nobody");

    assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(report.run().message()).startsWith("None of these dead letters is open any more");
    assertThat(world.letters()).hasSize(1);
  }

  // ---- rebase ---------------------------------------------------------------------------------

  private static List<StoryRow> people(int count, String suffix) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> row(Integer.toString(i), "p" + i + suffix))
        .toList();
  }

  @Test
  void a_rebase_takes_the_model_for_delivered_and_sends_nothing() {
    world.rows(people(100, "")).batches(10, 1);
    tool.willAnswer(Reply.refuse(422));
    world.run();
    assertThat(world.letters()).hasSize(10);
    world.rows(people(90, "x"));
    tool.forgetReceived();

    RunReport report = world.rebase();

    assertThat(report.run().status()).as(report.toString()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(report.run().trigger()).isEqualTo("rebase");
    assertThat(report.run().counts().settledWithoutSending()).isEqualTo(90);
    assertThat(world.letters()).isEmpty();
    assertThat(world.runByAPerson().run().counts().unchanged()).isEqualTo(90);
    assertThat(tool.received()).isEmpty();
    world.rows(people(91, "x"));
    world.run();
    assertThat(tool.receivedIds()).containsExactly("91");
  }

  @Test
  void a_rebase_needs_a_yes_when_much_is_gone() {
    world.rows(people(1_000, ""));
    world.run();
    world.rows(people(100, ""));

    assertThat(world.rebase().run().status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
    world.approve("run_000002");
    assertThat(world.rebase().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.held()).as("nothing was sent").hasSize(1_000);
  }

  @Test
  void a_rebase_settles_what_is_in_doubt_too() {
    oneInDoubt();

    world.rebase();

    assertThat(world.letters()).isEmpty();
    assertThat(world.runByAPerson().run().counts().unchanged()).isEqualTo(3);
    assertThat(tool.received()).isEmpty();
  }

  @Test
  void a_destination_that_is_down_is_not_needed() {
    world.rows(people(20, "")).batches(10, 1);
    tool.answersOtherwise(Reply.throttle(Duration.ofHours(1)));
    assertThat(world.run().run().status()).isEqualTo(RunStatus.DEFERRED);

    assertThat(world.rebase().run().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(tool.requests()).isOne();
  }

  @Test
  void a_rebase_whose_process_died_is_finished_without_sending() {
    world.rows(people(20, ""));

    world.rebaseDyingAt(Moment.PLAN_RECORDED, 1);
    RunReport next = world.run();

    assertThat(next.continued().orElseThrow().run().trigger()).isEqualTo("rebase");
    assertThat(next.run().counts().unchanged()).isEqualTo(20);
    assertThat(tool.received()).isEmpty();
  }
}
