package dev.penstock.engine.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorCodeTest {
  @ParameterizedTest
  @EnumSource
  void every_code_says_what_it_means_why_and_what_to_do(ErrorCode code) {
    assertThat(Stream.of(code.sentence(), code.cause(), code.advice()))
        .allSatisfy(text -> assertThat(text).matches("[A-Z].*[.]").doesNotContain("\n"))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void every_code_leads_to_its_place_in_the_documents(ErrorCode code) {
    assertThat(code.docs()).matches("docs/errors[.]md#[a-z_]+");
  }
}
