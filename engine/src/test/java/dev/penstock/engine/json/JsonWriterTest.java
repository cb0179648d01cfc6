package dev.penstock.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class JsonWriterTest {
  private static final String SPECIAL = "\"\\\n\r\t\b\f\u0000\u001f !#[]\u007f\u0080ä€😀";

  @Test
  void every_character_that_needs_it_is_escaped_wherever_it_stands() {
    for (int length = 0; length < 20; length++) {
      for (int at = 0; at <= length; at++) {
        for (int special : SPECIAL.codePoints().toArray()) {
          String text = "x".repeat(at) + Character.toString(special) + "y".repeat(length - at);
          assertThat(written(text)).isEqualTo(escaped(text));
        }
      }
    }
  }

  @Test
  void any_text_is_written_as_it_would_be_one_character_at_a_time() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      while (random.nextInt(30) > 0) {
        text.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x3000) : random.nextInt(128));
      }
      assertThat(written(text.toString())).isEqualTo(escaped(text.toString()));
    }
  }

  private static String written(String text) {
    JsonWriter out = new JsonWriter();
    out.string(text);
    return out.text();
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int c : text.codePoints().toArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> out.append(c < 0x20 ? "\\u%04x".formatted(c) : Character.toString(c));
      }
    }
    return out.append('"').toString();
  }
}
