package dev.penstock.engine.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private final RetryPolicy policy = RetryPolicy.DEFAULT;

  @Test
  void waits_stay_within_their_bounds_for_any_seed() {
    Random random = new Random(11);
    for (int i = 0; i < 10_000; i++) {
      int failures = 1 + random.nextInt(100);
      Duration wait = policy.delay(failures, Optional.empty(), random);
      long bound = Math.min(60_000, 500L << Math.min(failures - 1, 16));
      assertThat(wait.toMillis()).isBetween(0L, bound);
    }
  }

  @Test
  void what_the_destination_asks_for_is_a_floor() {
    Random random = new Random(12);
    for (int i = 0; i < 1000; i++) {
      Duration wait = policy.delay(1, Optional.of(Duration.ofSeconds(20)), random);
      assertThat(wait).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(22));
    }
  }
}
