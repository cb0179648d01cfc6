package dev.penstock.server.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a cron schedule comes, and which are refused. */
class CronTimesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          */20 * * * *    ; 2026-11-20T12:03Z[UTC]             ; 2026-11-20T12:20Z[UTC], 2026-11-20T12:40Z[UTC]
          0 * * * *       ; 2026-11-20T12:00Z[UTC]             ; 2026-11-20T13:00Z[UTC], 2026-11-20T14:00Z[UTC]
          30 8 * * mon-fri; 2026-11-20T12:00Z[UTC]             ; 2026-11-23T08:30Z[UTC], 2026-11-24T08:30Z[UTC]
          0 0 * * 7       ; 2026-11-20T12:00Z[UTC]             ; 2026-11-22T00:00Z[UTC], 2026-11-29T00:00Z[UTC]
          0 0 13 * fri    ; 2026-11-20T12:00Z[UTC]             ; 2026-11-27T00:00Z[UTC], 2026-12-04T00:00Z[UTC]
          0 0 31 * *      ; 2026-11-20T12:00Z[UTC]             ; 2026-12-31T00:00Z[UTC], 2027-01-31T00:00Z[UTC]
          0 6 29 2 *      ; 2026-11-20T12:00Z[UTC]             ; 2028-02-29T06:00Z[UTC], 2032-02-29T06:00Z[UTC]
          0 0 1 jan,JUL * ; 2026-11-20T12:00Z[UTC]             ; 2027-01-01T00:00Z[UTC], 2027-07-01T00:00Z[UTC]
          30 2 * * *      ; 2026-03-28T12:00+01:00[Europe/Berlin]; 2026-03-29T03:30+02:00[Europe/Berlin], 2026-03-30T02:30+02:00[Europe/Berlin]
          30 2 * * *      ; 2026-10-24T12:00+02:00[Europe/Berlin]; 2026-10-25T02:30+02:00[Europe/Berlin], 2026-10-26T02:30+01:00[Europe/Berlin]
          """)
  void the_next_times_are_those_of_the_zone(String cron, ZonedDateTime after, String next) {
    assertThat(CronTimes.of(cron).next(after, 2))
        .map(ZonedDateTime::toString)
        .isEqualTo(java.util.List.of(next.split(", ", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          * * 31 2 *      ; would never come
          0 0 30 feb *    ; would never come
          0 0 0 1 1 *     ; none for seconds
          0 0 *           ; 3 fields instead of five
          60 * * * *      ; minute cannot be `60`
          0 24 * * *      ; hour cannot be `24`
          0 0 0 * *       ; day of month cannot be `0`
          0 0 * foo *     ; month cannot be `foo`
          0 0 * * fri-mon ; ends before it begins
          */0 * * * *     ; minute cannot be `*/0`
          @daily          ; 1 fields instead of five
          """)
  void a_text_that_is_no_schedule_is_refused_with_the_reason(String cron, String reason) {
    assertThatThrownBy(() -> CronTimes.of(cron)).hasMessageContaining(reason);
  }
}
