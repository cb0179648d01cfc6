package dev.penstock.engine.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @Test
  void a_small_sync_may_repeat_ten_times_a_minute_and_then_waits_for_the_minute_to_pass() {
    var budget = new RetryBudget();
    budget.first(NOON);
    for (int i = 0; i < RetryBudget.LEAST; i++) {
      assertThat(budget.take(NOON)).isZero();
    }

    Duration wait = budget.take(NOON.plusSeconds(10));

    assertThat(wait).isEqualTo(Duration.ofSeconds(50));
    assertThat(budget.take(NOON.plusSeconds(10).plus(wait))).isZero();
  }

  @Test
  void a_large_one_repeats_a_fifth_of_what_it_sends() {
    var budget = new RetryBudget();
    for (int i = 0; i < 1_000; i++) {
      budget.first(NOON.plusMillis(i * 50L));
    }
    Instant now = NOON.plusSeconds(50);
    int taken = 0;
    while (budget.take(now).isZero()) {
      taken++;
    }

    assertThat(taken).isEqualTo(200);
  }

  @Test
  void what_was_sent_an_hour_ago_does_not_count() {
    var budget = new RetryBudget();
    for (int i = 0; i < 1_000; i++) {
      budget.first(NOON);
    }
    Instant later = NOON.plus(Duration.ofHours(1));
    int taken = 0;
    while (budget.take(later).isZero()) {
      taken++;
    }

    assertThat(taken).isEqualTo(RetryBudget.LEAST);
  }
}
