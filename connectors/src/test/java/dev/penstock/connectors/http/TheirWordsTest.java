package dev.penstock.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.deliver.ChangeId;
import dev.penstock.engine.error.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class TheirWordsTest {
  private final TheirWords words =
      new TheirWords(List.of(new Secret("abcd"), new Secret("abcdefgh"), new Secret("x")));

  @Test
  void control_characters_escape_sequences_and_direction_marks_are_dropped() {
    assertThat(words.of("a\u0000b\u001b[31mc\u202Ed\u200Ee\u0085f\uD800g\t\r\n  h"))
        .isEqualTo("ab[31mcdef" + "g h".substring(0, 1) + " h");
  }

  @Test
  void secrets_are_cut_out_the_longest_first() {
    assertThat(words.of("x abcdefgh abcd")).isEqualTo("x *** ***");
  }

  @Test
  void long_texts_are_cut_between_characters() {
    String shown = words.of("y" + "\uD83D\uDC69".repeat(5000));

    assertThat(shown).hasSizeLessThanOrEqualTo(Failure.THEIRS_MAX);
    assertThat(Character.isHighSurrogate(shown.charAt(shown.length() - 1))).isFalse();
  }

  @Test
  void a_change_id_reads_the_same_as_everywhere() {
    for (ChangeId id :
        List.of(new ChangeId(0, 0), new ChangeId(-1, 1), new ChangeId(Long.MIN_VALUE, 255))) {
      assertThat(ChangeIdText.of(id)).isEqualTo(id.toString());
    }
  }

  @Test
  void a_secret_does_not_print() {
    assertThat(new Secret("abcdefgh").toString()).isEqualTo("***");
  }
}
