package dev.penstock.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "0",
        "-1.50",
        "12345678901234567890.123456789",
        "\"\"",
        "\"a\\\"b\\\\c\\n\\t\\u0001 ü 😀\"",
        "[]",
        "[1,[2,{}],\"x\"]",
        "{\"a\":1,\"b\":{\"c\":[null,false]}}"
      })
  void what_is_read_is_written_back(String text) {
    assertThat(JsonReader.read(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,",
        "[1 2]",
        "{\"a\"}",
        "{a:1}",
        "01",
        "1.",
        ".5",
        "+1",
        "nul",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "1 2",
        "{\"a\":1,}",
        "'a'",
        "NaN"
      })
  void what_is_no_json_is_refused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonReader.read(text))
        .withMessageContaining("not JSON at character");
  }

  @Test
  void hostile_nesting_is_refused_before_the_stack_is_gone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonReader.read("[".repeat(100_000)))
        .withMessageContaining("nested deeper");
  }
}
