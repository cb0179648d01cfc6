package dev.penstock.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.PlanSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
  private final Guard guard = new Guard(5, 50, 100);

  @Test
  void the_first_run_is_not_stopped_without_a_limit() {
    assertThat(guard.objection(plan(1000, 0, 0), held(0, 0))).isEmpty();
  }

  @Test
  void a_first_run_larger_than_the_limit_stops() {
    var careful = new Guard(5, 50, 100, 999);

    assertThat(careful.objection(added(999), held(0, 0))).isEmpty();
    assertThat(careful.objection(added(1000), held(0, 0)))
        .hasValueSatisfying(why -> assertThat(why).contains("1,000 rows would be sent"));
  }

  @Test
  void everything_gone_always_stops_even_a_few_rows() {
    assertThat(guard.objection(plan(0, 0, 3), held(3, 3))).isPresent();
  }

  @Test
  void few_held_rows_have_no_percentages() {
    assertThat(guard.objection(plan(10, 9, 9), held(20, 20))).isEmpty();
  }

  @Test
  void too_many_deletes_stop_and_a_few_do_not() {
    assertThat(guard.objection(plan(950, 0, 50), held(1000, 1000))).isEmpty();
    assertThat(guard.objection(plan(949, 0, 51), held(1000, 1000)))
        .hasValueSatisfying(why -> assertThat(why).contains("51 of 1,000"));
  }

  @Test
  void a_shrunken_extract_stops_even_when_its_keys_are_not_held() {
    assertThat(guard.objection(plan(500, 0, 0), held(400, 1000))).isPresent();
  }

  @Test
  void too_many_updates_stop() {
    assertThat(guard.objection(plan(1000, 500, 0), held(1000, 1000))).isEmpty();
    assertThat(guard.objection(plan(1000, 501, 0), held(1000, 1000))).isPresent();
  }

  private static HeldSummary held(long held, long lastRead) {
    return new HeldSummary(held, lastRead, List.of(), List.of());
  }

  private static PlanSummary added(long rows) {
    return new PlanSummary(rows, rows, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, List.of());
  }

  private static PlanSummary plan(long read, long updated, long gone) {
    return new PlanSummary(
        read, 0, updated, 0, 0, gone, 0, 0, 0, 0, 0, 0, 0, 0, gone, 0, true, List.of());
  }
}
