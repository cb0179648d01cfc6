package dev.penstock.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpenAheadTest {
  private Instant now = Instant.parse("2026-01-05T08:00:00Z");
  private final OpenAhead ahead = new OpenAhead();

  private void openEvery(Duration time, int times) {
    for (int i = 0; i < times; i++) {
      now = now.plus(time);
      ahead.opened(now);
    }
  }

  @Test
  void a_fast_destination_costs_a_commit_per_sixteen_thousand_records() {
    openEvery(Duration.ofMillis(10), 20);

    assertThat(ahead.records()).isEqualTo(16_384);
  }

  @Test
  void at_a_slow_destination_a_thousand_may_be_in_doubt() {
    openEvery(Duration.ofSeconds(5), 20);

    assertThat(ahead.records()).isEqualTo(1_024);
  }

  @Test
  void it_follows_a_destination_that_gets_faster_and_stays_where_it_fits() {
    openEvery(Duration.ofSeconds(5), 20);
    openEvery(Duration.ofMillis(10), 2);
    openEvery(Duration.ofMillis(200), 20);

    assertThat(ahead.records()).isEqualTo(4_096);
  }
}
