package dev.penstock.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.server.RunProgress;
import dev.penstock.server.RunProgress.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How amounts, foreign text and progress look. */
class TextsTest {
  @Test
  void what_could_steer_a_terminal_is_escaped() {
    assertThat(Texts.safe("a\u001b[2Jb\nc\td\r\u0000\u009b\u202E\u2028\uD800é😀"))
        .isEqualTo("a\\u001b[2Jb\\nc\\td\\r\\u0000\\u009b\\u202e\\u2028\\ud800é😀");
  }

  @Test
  void words_that_a_shell_would_not_leave_alone_are_quoted() {
    assertThat(Texts.quoted("/srv/a-b_1.2")).isEqualTo("/srv/a-b_1.2");
    assertThat(Texts.quoted("my sync")).isEqualTo("'my sync'");
    assertThat(Texts.quoted("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
    assertThat(Texts.quoted("")).isEqualTo("''");
  }

  @Test
  void amounts_are_short_and_grouped() {
    assertThat(Texts.number(812_440)).isEqualTo("812,440");
    assertThat(Texts.count(1, "error")).isEqualTo("1 error");
    assertThat(Texts.duration(Duration.ofMillis(812))).isEqualTo("812ms");
    assertThat(Texts.duration(Duration.ofMillis(4_250))).isEqualTo("4.3s");
    assertThat(Texts.duration(Duration.ofSeconds(241))).isEqualTo("4m 01s");
    assertThat(Texts.duration(Duration.ofMinutes(125))).isEqualTo("2h 05m");
    Instant now = ScriptedPenstock.NOON;
    assertThat(Texts.relative(now.minusSeconds(5), now)).isEqualTo("just now");
    assertThat(Texts.relative(now.minusSeconds(720), now)).isEqualTo("12 min ago");
    assertThat(Texts.relative(now.plusSeconds(7_200), now)).isEqualTo("in 2 h");
  }

  @Test
  void progress_shows_phase_rate_and_time_left_and_is_redrawn_seldom() {
    var err = new StringWriter();
    var nanos = new AtomicLong();
    var progress = new TerminalProgress("s", new PrintWriter(err), nanos::get);

    progress.at(Phase.EXTRACT, 0, RunProgress.UNKNOWN);
    progress.at(Phase.EXTRACT, 5, RunProgress.UNKNOWN);
    progress.at(Phase.DELIVER, 0, 10_000);
    nanos.addAndGet(2_000_000_000L);
    progress.at(Phase.DELIVER, 4_000, 10_000);
    progress.close();

    assertThat(err.toString().split("\r\u001b\\[K", -1))
        .containsExactly(
            "",
            "s: reading",
            "s: delivering  0 of 10,000",
            "s: delivering  4,000 of 10,000  2,000/s  3.0s left",
            "");
  }
}
