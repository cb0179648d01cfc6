package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LetterExportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "=cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0"
      })
  void no_cell_is_a_formula(String text) {
    assertThat(LetterExport.cell(text)).startsWith("\"'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-12", "-0.5", "12", "a=b", "", "x@example.org"})
  void what_is_harmless_stays_as_it_is(String text) {
    assertThat(LetterExport.cell(text)).isEqualTo("\"" + text + "\"");
  }

  @Test
  void nobody_breaks_out_of_a_cell_and_no_terminal_obeys_one() {
    assertThat(LetterExport.cell("a\",\"=1\u001b[2J")).isEqualTo("\"a\"\",\"\"=1\uFFFD[2J\"");
  }
}
