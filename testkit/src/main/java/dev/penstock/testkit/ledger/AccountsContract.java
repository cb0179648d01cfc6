package dev.penstock.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.pace.Accounts;
import dev.penstock.engine.pace.Accounts.Grant;
import dev.penstock.engine.pace.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What every keeper of accounts does. */
public interface AccountsContract {
  /** A keeper that has met no account. */
  Accounts accounts();

  @Test
  default void an_account_never_met_is_in_good_standing() {
    assertThat(accounts().standing("never met")).isEqualTo(Standing.GOOD);
  }

  @Test
  default void the_last_word_about_an_account_is_kept() {
    Accounts accounts = accounts();
    Instant since = Instant.parse("2026-11-26T12:00:00Z");
    var down =
        new Standing(
            Optional.of(ErrorCode.DESTINATION_DOWN),
            since,
            since.plusSeconds(90),
            OptionalDouble.of(97.5));

    accounts.keep("crm", down);
    accounts.keep("other", Standing.GOOD);

    assertThat(accounts.standing("crm")).isEqualTo(down);
    accounts.keep("crm", Standing.GOOD);
    assertThat(accounts.standing("crm")).isEqualTo(Standing.GOOD);
  }

  @Test
  default void places_follow_each_other_whoever_takes_them() {
    Accounts accounts = accounts();
    OptionalDouble tenASecond = OptionalDouble.of(10);

    Grant first = accounts.reserve("crm", tenASecond, OptionalLong.empty(), 20);
    Grant second = accounts.reserve("crm", tenASecond, OptionalLong.empty(), 1);
    Grant elsewhere = accounts.reserve("mail", tenASecond, OptionalLong.empty(), 1);

    assertThat(first).isEqualTo(new Grant(20, Duration.ZERO));
    assertThat(second.places()).isOne();
    assertThat((double) second.opensIn().toMillis()).isCloseTo(2_000, Offset.offset(500.0));
    assertThat(elsewhere).isEqualTo(new Grant(1, Duration.ZERO));
  }

  @Test
  default void a_day_gives_what_it_has_and_then_says_when_the_next_begins() {
    Accounts accounts = accounts();
    OptionalLong twenty = OptionalLong.of(20);

    assertThat(accounts.reserve("crm", OptionalDouble.empty(), twenty, 16).places()).isEqualTo(16);
    assertThat(accounts.reserve("crm", OptionalDouble.empty(), twenty, 16).places()).isEqualTo(4);
    Grant none = accounts.reserve("crm", OptionalDouble.empty(), twenty, 1);
    assertThat(none.places()).isZero();
    assertThat(none.opensIn()).isBetween(Duration.ofNanos(1), Duration.ofDays(1));
  }
}
