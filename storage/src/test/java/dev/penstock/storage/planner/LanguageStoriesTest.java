package dev.penstock.storage.planner;

import static dev.penstock.testkit.world.StoryRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.Guard;
import dev.penstock.engine.run.RunReport;
import dev.penstock.testkit.world.StoryRow;
import dev.penstock.testkit.world.StoryTool;
import dev.penstock.testkit.world.StoryWorld;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Mappings that compute, through the real runner and planner. */
class LanguageStoriesTest {
  private static final String AS_IT_IS = mail("{\"@path\":\"$.properties.email\"}");
  private static final String LOWER =
      mail("{\"@liquid\":\"{{ properties.email | strip | downcase }}\"}");

  /** The note names the column that is sent. */
  private static final String BY_NAME = mail("{\"@path\":{\"@path\":\"$.properties.note\"}}");

  private final StoryWorld world = new StoryWorld(new DiskBox());
  private final StoryTool tool = world.tool();

  private static String mail(String value) {
    return "{\"data\":{\"id\":{\"@path\":\"$.properties.id\"},\"mail\":%s}}".formatted(value);
  }

  @Test
  void a_template_put_round_a_column_sends_only_the_records_that_it_changes() {
    List<StoryRow> people =
        IntStream.range(0, 100)
            .mapToObj(i -> row(Integer.toString(i), (i % 5 == 0 ? "P" : "p") + i, "note"))
            .toList();
    world.rows(people).guard(new Guard(50, 100, 100)).mapping(AS_IT_IS).run();
    tool.forgetReceived();

    RunReport report = world.mapping(LOWER).run();

    assertThat(tool.receivedIds()).hasSize(20).allMatch(id -> Integer.parseInt(id) % 5 == 0);
    assertThat(report.run().counts().settledWithoutSending()).isEqualTo(80);
    assertThat(tool.held()).containsEntry("5", "{\"id\":5,\"mail\":\"p5\"}");
  }

  @Test
  void a_column_that_no_directive_reads_changes_nothing() {
    world.rows(row("1", "Ada", "old")).mapping(LOWER).run();
    tool.forgetReceived();

    world.rows(row("1", "Ada", "new")).run();

    assertThat(tool.received()).isEmpty();
  }

  @Test
  void a_record_that_cannot_be_computed_is_a_dead_letter_without_a_request() {
    world.rows(row("1", "ada", "$.properties.email"), row("2", "bob", null)).mapping(BY_NAME).run();

    assertThat(tool.receivedIds()).containsExactly("1");
    assertThat(world.letter("2").failure().code()).isEqualTo(ErrorCode.EXPRESSION);
    assertThat(world.letter("2").failure().field()).contains("data");
    assertThat(world.letter("2").failure().theirs()).isEqualTo("@path: expected string, got null");

    world.rows(row("1", "ada", "$.properties.email"), row("2", "bob", "$.properties.id")).run();

    assertThat(tool.held()).containsEntry("2", "{\"id\":2,\"mail\":2}");
    assertThat(world.letters()).isEmpty();
  }
}
