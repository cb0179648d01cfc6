package dev.penstock.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MassTest {
  @Test
  void a_yes_to_updates_is_no_yes_to_deletes_however_few_rows_there_are() {
    Mass approved = new Mass(100, 60, 0, false);

    assertThat(new Mass(100, 160, 0, false).isWithin(approved)).isTrue();
    assertThat(new Mass(100, 161, 0, false).isWithin(approved)).isFalse();
    assertThat(new Mass(99, 60, 1, false).isWithin(approved)).isFalse();
    assertThat(new Mass(0, 0, 100, true).isWithin(approved)).isFalse();
    assertThat(new Mass(50, 0, 100, false).isWithin(new Mass(150, 140, 0, false))).isFalse();
  }

  @Test
  void everything_gone_goes_out_only_by_a_yes_to_everything_gone() {
    Mass nearly = new Mass(50, 0, 950, false);
    Mass all = new Mass(50, 50, 1_000, true);

    assertThat(all.isWithin(nearly)).isFalse();
    assertThat(all.isWithin(all)).isTrue();
  }
}
