package dev.penstock.engine.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ErrorPrintTest {
  private static String print(String theirs) {
    return ErrorPrint.of(Failure.of(ErrorCode.FIELD_INVALID, 422, theirs));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          email "a@b.de" is not valid            | email "zoë x" is not valid
          Key (id)=(17) already exists           | Key (id)=(4711, 3) already exists
          contact 5f3a-11 of 20 not found        | contact 77c0-19 of 3 not found
          no such person ada@example.org here    | no such person bob+x@mail.example here
          too long: 41 characters                | too  long: 1000   characters
          """)
  void failures_that_differ_in_values_only_look_alike(String one, String other) {
    assertThat(print(one)).isEqualTo(print(other)).matches("[0-9a-f]{8}");
  }

  @Test
  void another_code_field_status_or_sentence_is_another_print() {
    Failure failure = Failure.of(ErrorCode.FIELD_INVALID, 422, "email is not valid");

    assertThat(ErrorPrint.of(failure))
        .isNotEqualTo(ErrorPrint.of(failure.onField("email")))
        .isNotEqualTo(ErrorPrint.of(Failure.of(ErrorCode.DUPLICATE, 422, "email is not valid")))
        .isNotEqualTo(ErrorPrint.of(Failure.of(ErrorCode.FIELD_INVALID, 400, "email is not valid")))
        .isNotEqualTo(print("phone is not valid"));
  }

  @Test
  @Timeout(10)
  void two_thousand_characters_of_nonsense_take_no_time() {
    String nonsense = "(((\"\"'''aaaa1aaaa@@@".repeat(Failure.THEIRS_MAX / 20);
    long began = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      print(nonsense);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }
}
