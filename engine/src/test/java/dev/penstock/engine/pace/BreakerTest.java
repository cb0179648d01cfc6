package dev.penstock.engine.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreakerTest {
  @Test
  void a_run_of_which_nothing_arrived_leaves_the_destination_alone_after_two_failures() {
    var breaker = new Breaker(false);

    assertThat(breaker.failed()).isEmpty();
    assertThat(breaker.failed()).contains(Duration.ofSeconds(30));
    assertThat(breaker.givesUp()).isFalse();
    assertThat(breaker.failed()).contains(Duration.ofMinutes(1));
    assertThat(breaker.givesUp()).isTrue();
  }

  @Test
  void a_destination_known_to_be_down_gets_one_request_a_run() {
    var breaker = new Breaker(true);

    assertThat(breaker.givesUp()).isFalse();
    breaker.failed();
    assertThat(breaker.givesUp()).isTrue();
  }

  @Test
  void five_failures_in_a_row_open_it_after_something_arrived() {
    var breaker = new Breaker(false);
    breaker.succeeded();

    for (int i = 1; i < Breaker.IN_A_ROW; i++) {
      assertThat(breaker.failed()).isEmpty();
    }
    assertThat(breaker.failed()).contains(Duration.ofSeconds(30));
    assertThat(breaker.givesUp()).isFalse();
  }

  @Test
  void half_of_twenty_answers_open_it_however_they_are_mixed() {
    var breaker = new Breaker(false);
    boolean opened = false;
    for (int i = 0; i < Breaker.CALLS / 2; i++) {
      breaker.succeeded();
      opened |= breaker.failed().isPresent();
    }

    assertThat(opened).isTrue();
  }

  @Test
  void every_third_failing_never_opens_it() {
    var breaker = new Breaker(false);
    for (int i = 0; i < 1_000; i++) {
      breaker.succeeded();
      breaker.succeeded();
      assertThat(breaker.failed()).as("failure %d", i).isEmpty();
    }
  }

  @Test
  void it_stays_open_at_most_ten_minutes_and_forgets_all_when_it_closes() {
    var breaker = new Breaker(false);
    breaker.succeeded();
    for (int i = 0; i < 20; i++) {
      breaker.failed();
    }

    assertThat(breaker.failed()).contains(Duration.ofMinutes(10));
    breaker.succeeded();
    assertThat(breaker.failed()).isEmpty();
  }
}
