package dev.penstock.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.RunProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a run a person hears. */
class ProgressListenerTest {
  @Test
  void a_person_hears_that_the_destination_holds_the_run_off() {
    List<String> heard = new ArrayList<>();
    RunProgress person =
        new RunProgress() {
          @Override
          public void at(Phase phase, long done, long total) {}

          @Override
          public void waiting(String why, Duration time) {
            heard.add(why + " " + time);
          }
        };

    new ProgressListener(person).waiting("It naps.", 1_700);

    assertThat(heard).containsExactly("It naps. PT1.7S");
  }
}
