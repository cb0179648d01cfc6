package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Tag;
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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The sequences of events that would end wrong without a rule of the protocol, each through the
 * real runner and planner.
 */
class ProtocolSequencesTest {
  private static final String MAIL =
      "{\"data\":{\"id\":{\"@path\":\"$.properties.id\"},\"mail\":{\"@path\":\"$.properties.email\"}}}";
  private static final String ADDRESS = MAIL.replace("mail\":{", "address\":{");
  private static final String NOTE_AS_MAIL = MAIL.replace("properties.email", "properties.note");

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

  // ---- held state -----------------------------------------------------------------------------

  @Test
  void a_new_address_of_the_tool_is_refused_until_a_person_says_what_it_means() {
    world.rows(people(3));
    world.run();
    world.address("tool-b");

    assertThatThrownBy(world::run)
        .isInstanceOfSatisfying(
            PenstockException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STATE_MISMATCH));
    assertThat(tool.requests()).isEqualTo(1);
  }

  @Test
  void after_a_reset_the_new_address_gets_everything() {
    world.rows(people(3));
    world.run();
    world.address("tool-b");
    tool.forgetReceived();

    world.ledger().reset(world.identity());
    world.run();

    assertThat(tool.receivedIds()).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void an_address_that_a_person_called_the_same_tool_gets_nothing_twice() {
    world.rows(people(3));
    world.run();
    world.address("tool-b");
    tool.forgetReceived();

    world.ledger().rebind(world.identity());
    world.run();

    assertThat(tool.received()).isEmpty();
  }

  @Test
  void a_new_mapping_reaches_the_rest_after_a_run_was_cancelled_at_forty_per_cent() {
    world.rows(people(100)).mapping(MAIL);
    world.run();
    tool.forgetReceived();
    world.mapping(ADDRESS).guard(new Guard(5, 100, 100)).cancelAfter(4);

    RunReport cancelled = world.run();
    int sent = tool.received().size();
    world.run();

    assertThat(cancelled.run().status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(sent).isEqualTo(40);
    assertThat(tool.receivedIds()).doesNotHaveDuplicates().hasSize(100);
    assertThat(tool.held().values()).allMatch(payload -> payload.contains("\"address\""));
  }

  @Test
  void a_mapping_change_sends_only_rows_whose_payload_differs() {
    world.rows(row("1", "same", "same"), row("2", "ada", "grace")).mapping(MAIL);
    world.run();
    tool.forgetReceived();

    RunReport report = world.mapping(NOTE_AS_MAIL).run();

    assertThat(tool.receivedIds()).containsExactly("2");
    assertThat(report.run().counts().settledWithoutSending()).isEqualTo(1);
  }

  @Test
  void a_run_that_died_is_finished_with_the_mapping_that_it_was_planned_with() {
    world.rows(row("1", "ada")).mapping(MAIL);
    world.run();
    world.rows(row("1", "grace"));
    world.runDyingAt(Moment.BEFORE_SEND, 1);
    tool.answersOtherwise(Reply.expiredToken());
    tool.willAnswer(Reply.accept());
    world.mapping(ADDRESS).run();
    tool.answersOtherwise(Reply.accept());

    world.mapping(MAIL).run();

    assertThat(tool.held()).containsEntry("1", "{\"id\":1,\"mail\":\"grace\"}");
  }

  @Test
  void a_wider_integer_key_changes_nothing() {
    world.rows(people(5));
    world.run();
    tool.forgetReceived();

    RunReport report =
        world
            .columns(
                1,
                new Column("id", Tag.NUMBER, "int8"),
                new Column("email", Tag.TEXT, "text"),
                new Column("note", Tag.TEXT, "text"))
            .run();

    assertThat(tool.received()).isEmpty();
    assertThat(report.run().counts().unchanged()).isEqualTo(5);
  }

  @Test
  void a_key_of_another_kind_is_refused_before_anything_is_planned() {
    world.rows(people(5));
    world.run();
    tool.forgetReceived();

    RunReport report =
        world
            .columns(
                1,
                new Column("id", Tag.TEXT, "text"),
                new Column("email", Tag.TEXT, "text"),
                new Column("note", Tag.TEXT, "text"))
            .run();

    assertThat(report.run().status()).isEqualTo(RunStatus.FAILED);
    assertThat(error(report)).isEqualTo(ErrorCode.SCHEMA_DRIFT);
    assertThat(tool.received()).isEmpty();
  }

  @Test
  void keys_whose_parts_read_the_same_together_are_different_keys() {
    world
        .columns(2, new Column("id", Tag.TEXT, "text"), new Column("part", Tag.TEXT, "text"))
        .rows(row("ab", "c"), row("a", "bc"), row("abc", ""));

    RunReport report = world.run();

    assertThat(tool.receivedIds()).containsExactlyInAnyOrder("ab", "a", "abc");
    assertThat(report.run().counts().sourceRejected()).isZero();
  }

  // ---- what a run finds -----------------------------------------------------------------------

  @Test
  void a_letter_closes_when_the_row_goes_back_to_what_is_held() {
    world.rows(row("1", "a"));
    world.run();
    tool.willAnswer(Reply.refuse(422));
    world.rows(row("1", "b")).run();
    String letter = world.letters().getFirst().id();
    tool.forgetReceived();

    world.rows(row("1", "a")).run();

    assertThat(tool.received()).isEmpty();
    assertThat(world.letters()).isEmpty();
    assertThat(world.letter(letter).state()).isEqualTo("superseded");
  }

  @Test
  void a_discarded_value_stays_away_only_until_another_was_delivered() {
    world.rows(row("1", "a"));
    world.run();
    tool.willAnswer(Reply.refuse(422));
    world.rows(row("1", "b")).run();
    world.discard("1", false);
    tool.forgetReceived();

    world.tick(Duration.ofHours(2)).runByAPerson();
    assertThat(tool.received()).isEmpty();

    world.rows(row("1", "c")).run();
    world.rows(row("1", "b")).run();
    assertThat(tool.received()).extracting(sent -> sent.payload().contains("\"b\"")).contains(true);
    assertThat(tool.held().get("1")).contains("\"b\"");
  }

  @Test
  void a_key_discarded_for_good_is_never_sent_again() {
    world.rows(row("1", "a"));
    world.run();
    tool.willAnswer(Reply.refuse(422));
    world.rows(row("1", "b")).run();
    world.discard("1", true);
    tool.forgetReceived();

    world.rows(row("1", "c")).runByAPerson();
    world.rows(row("1", "a")).run();
    world.rows(row("1", "b")).run();

    assertThat(tool.received()).isEmpty();
  }

  @Test
  void a_row_that_went_back_after_a_lost_answer_is_sent_all_the_same() {
    world.rows(row("1", "a"));
    world.run();
    tool.willAnswer(Reply.loseAnswer());
    tool.answersOtherwise(Reply.expiredToken());
    world.rows(row("1", "b")).run();
    tool.answersOtherwise(Reply.accept());

    RunReport report = world.rows(row("1", "a")).tick(Duration.ofMinutes(1)).run();

    assertThat(report.run().counts().unsettled()).isEqualTo(1);
    assertThat(tool.held().get("1")).contains("\"a\"");
  }

  // ---- plan and journal -----------------------------------------------------------------------

  @Test
  void the_accepted_neighbours_of_a_record_that_waits_are_not_repeated_after_a_crash() {
    var busy =
        new Outcome.Retryable(
            Failure.of(ErrorCode.RECORD_LOCKED, 423, "busy").after(Duration.ofSeconds(50)));
    world.rows(people(5_000)).batches(1_000, 2);
    tool.answersOtherwise(Reply.except(List.of("2500"), busy));
    world.runDyingAfter(Duration.ofSeconds(10));
    tool.answersOtherwise(Reply.accept());

    world.run();

    assertThat(tool.held()).hasSize(5_000);
    assertThat(tool.received()).hasSize(5_001);
    assertThat(tool.received().getLast().id()).isEqualTo("2500");
  }

  @Test
  void what_was_not_committed_goes_out_again_in_the_same_batches_under_the_same_names() {
    world.rows(people(25)).level(DeliveryLevel.A);
    world.runDyingAt(Moment.AFTER_SEND, 2);
    List<StoryTool.Sent> before = tool.received();
    tool.forgetReceived();
    world.rows(people(12));

    world.run();

    List<StoryTool.Sent> again = tool.received();
    for (int i = 0; i < before.size(); i++) {
      assertThat(again.get(i).id()).isEqualTo(before.get(i).id());
      assertThat(again.get(i).change()).isEqualTo(before.get(i).change());
      assertThat(again.get(i).request()).isEqualTo(before.get(i).request());
    }
    assertThat(tool.held()).hasSize(12);
  }

  @Test
  void the_rest_of_two_batches_stays_two_batches_after_a_crash() {
    var busy =
        new Outcome.Retryable(
            Failure.of(ErrorCode.RECORD_LOCKED, 423, "busy").after(Duration.ofSeconds(50)));
    world.rows(people(20));
    tool.answersOtherwise(
        Reply.except(List.of("1", "2", "3", "4", "5", "11", "12", "13", "14", "15"), busy));
    world.runDyingAfter(Duration.ofSeconds(10));
    tool.answersOtherwise(Reply.accept());
    tool.forgetReceived();

    world.run();

    assertThat(tool.received()).hasSize(10);
    assertThat(tool.received().stream().map(StoryTool.Sent::request).distinct()).hasSize(2);
    assertThat(tool.received().subList(0, 5)).extracting(StoryTool.Sent::request).containsOnly(1);
  }

  @Test
  void an_old_plan_does_not_delete_after_a_crash() {
    world.rows(people(3));
    world.run();
    world.rows(people(2));
    world.runDyingAt(Moment.BEFORE_SEND, 1);
    tool.forgetReceived();

    RunReport report = world.rows(people(3)).tick(Duration.ofMinutes(11)).run();

    assertThat(report.continued().orElseThrow().run().counts().superseded()).isEqualTo(1);
    assertThat(tool.received()).extracting(StoryTool.Sent::kind).doesNotContain(Kind.DELETED);
    assertThat(tool.held()).containsKeys("1", "2", "3");
  }

  @Test
  void a_young_plan_deletes_after_a_crash() {
    world.rows(people(3));
    world.run();
    world.rows(people(2));
    world.runDyingAt(Moment.BEFORE_SEND, 1);

    world.tick(Duration.ofMinutes(9)).run();

    assertThat(tool.held()).containsOnlyKeys("1", "2");
  }

  // ---- outcomes and doubt ---------------------------------------------------------------------

  @Test
  void two_thousand_good_rows_in_two_unavailable_requests_are_no_dead_letters() {
    world.rows(people(2_000)).batches(1_000, 2);
    tool.answersOtherwise(Reply.unavailable());
    RunReport held = world.run();
    assertThat(held.run().status()).isEqualTo(RunStatus.DEFERRED);
    assertThat(world.letters()).isEmpty();

    tool.answersOtherwise(Reply.accept());
    RunReport report = world.run();

    assertThat(report.run().counts().delivered()).isEqualTo(2_000);
    assertThat(tool.held()).hasSize(2_000);
  }

  @Test
  void a_record_refused_after_a_lost_answer_is_deleted_when_its_row_is_gone() {
    world.rows(people(3));
    world.run();
    List<StoryRow> four = people(4);
    tool.willAnswer(Reply.loseAnswer(), Reply.refuse(409));
    world.rows(four).run();
    assertThat(world.letters()).extracting(History.Letter::key).containsExactly("4");
    assertThat(tool.held()).containsKey("4");

    world.rows(people(3)).tick(Duration.ofMinutes(1)).run();

    assertThat(tool.held()).containsOnlyKeys("1", "2", "3");
    assertThat(world.letters()).isEmpty();
  }

  @Test
  void a_record_refused_after_a_lost_answer_is_deleted_when_its_row_is_gone_after_a_crash() {
    world.rows(people(3));
    world.run();
    world.rows(people(4));
    tool.willAnswer(Reply.loseAnswer(), Reply.refuse(409));
    world.runDyingAt(Moment.AFTER_RECORD, 1);
    world.run();
    assertThat(world.letters()).extracting(History.Letter::key).containsExactly("4");
    assertThat(tool.held()).containsKey("4");

    world.rows(people(3)).tick(Duration.ofMinutes(1)).run();

    assertThat(tool.held()).containsOnlyKeys("1", "2", "3");
    assertThat(world.letters()).isEmpty();
  }

  @Test
  void a_late_first_value_does_not_overwrite_the_second_after_a_confirmed_retry() {
    world.rows(row("1", "v1"));
    tool.willAnswer(Reply.arriveLate(Duration.ofSeconds(25)), Reply.accept());
    world.run();

    world.rows(row("1", "v2")).tick(Duration.ofSeconds(10)).run();
    world.tick(Duration.ofMinutes(2));

    assertThat(tool.held().get("1")).contains("v2");
  }

  @Test
  void a_late_first_value_does_not_overwrite_the_second_after_a_cancelled_run() {
    world.rows(row("1", "v1")).cancelAfter(1);
    tool.willAnswer(Reply.arriveLate(Duration.ofSeconds(25)));
    world.run();

    world.rows(row("1", "v2")).tick(Duration.ofSeconds(10)).run();
    world.tick(Duration.ofMinutes(2));

    assertThat(tool.held().get("1")).contains("v2");
  }

  @Test
  void a_late_first_value_does_not_overwrite_the_second_after_a_crash() {
    world.rows(row("1", "v1"));
    tool.willAnswer(Reply.arriveLate(Duration.ofSeconds(25)));
    world.runDyingAt(Moment.AFTER_SEND, 1);

    world.rows(row("1", "v2")).tick(Duration.ofSeconds(2)).run();
    world.tick(Duration.ofMinutes(2));

    assertThat(tool.held().get("1")).contains("v2");
  }

  @Test
  void a_late_first_value_does_not_overwrite_the_second_after_a_confirmed_retry_and_a_crash() {
    world.rows(row("1", "v1"));
    tool.willAnswer(Reply.arriveLate(Duration.ofSeconds(25)), Reply.accept());
    world.runDyingAt(Moment.AFTER_RECORD, 1);

    world.rows(row("1", "v2")).tick(Duration.ofSeconds(5)).run();
    world.tick(Duration.ofMinutes(2));

    assertThat(tool.held().get("1")).contains("v2");
  }

  @Test
  void a_change_keeps_its_name_until_it_is_confirmed() {
    world.rows(row("1", "a")).level(DeliveryLevel.A);
    tool.willAnswer(Reply.loseAnswer());
    tool.answersOtherwise(Reply.expiredToken());
    world.run();
    tool.answersOtherwise(Reply.accept());

    world.tick(Duration.ofMinutes(1)).run();

    assertThat(tool.received().stream().map(StoryTool.Sent::change).distinct()).hasSize(1);
  }

  @Test
  void a_process_that_takes_over_sends_after_the_old_ones_requests_are_over() {
    world.rows(people(3));
    world.runDyingAt(Moment.AFTER_SEND, 1);
    var died = tool.received().getLast().at();
    tool.forgetReceived();

    world.takenOver().run();

    assertThat(Duration.between(died, tool.received().getFirst().at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(90));
  }
}
