package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tables look like on screens of other widths, and how their width is learnt. */
class ScreensTest {
  @TempDir private Path root = Path.of("");

  private Typed typed() throws IOException {
    return new Typed(new ScriptedPenstock(Typed.project(root)));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 100, 200})
  void no_line_of_a_table_is_wider_than_the_screen(int width) throws IOException {
    for (String command : new String[] {"runs list", "dlq list", "status"}) {
      Typed typed = typed().atScreenOf(width);

      assertThat(typed.type(command)).isZero();
      assertThat(
              typed.out().lines().filter(line -> !line.startsWith(" ") && !line.startsWith("Next")))
          .as(command)
          .isNotEmpty()
          .allMatch(line -> visible(line) <= width);
    }
  }

  @Test
  void a_narrow_screen_shows_every_title_beside_its_value() throws IOException {
    Typed typed = typed().atScreenOf(40);
    typed.type("runs list");
    Typed wide = typed();
    wide.type("runs list");
    String titles = wide.out().lines().findFirst().orElseThrow();

    assertThat(Arrays.stream(titles.trim().split(" {2,}")))
        .allSatisfy(title -> assertThat(typed.out()).contains(title + " "));
  }

  private static int visible(String line) {
    String text = line.replaceAll("\u001b\\[[0-9]*m", "");
    return text.codePointCount(0, text.length());
  }

  @ParameterizedTest
  @CsvSource({
    "40, 40",
    "200, 200",
    "3, 20",
    "0, 20",
    "-1, 100",
    "many, 100",
    "99999, 100",
    "'', 100"
  })
  void the_width_is_what_the_launcher_says_or_the_usual(String columns, int width) {
    assertThat(SystemTerminal.width(columns)).isEqualTo(width);
    assertThat(SystemTerminal.width(null)).isEqualTo(100);
  }
}
