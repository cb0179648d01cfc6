package dev.penstock.connectors.sandbox.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonScannerTest {
  @Test
  void it_passes_plain_text_and_stops_exactly_where_a_byte_needs_a_look() {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] text = new byte[random.nextInt(1, 60)];
      for (int i = 0; i < text.length; i++) {
        text[i] = (byte) random.nextInt(' ', 127);
      }
      text[random.nextInt(text.length)] = (byte) random.nextInt(256);
      int from = random.nextInt(text.length);

      int stop = JsonScanner.plainUntil(text, from);

      int special = from;
      while (special < text.length && isPlain(text[special])) {
        special++;
      }
      int wholeEights = from + (text.length - from) / 8 * 8;
      assertThat(stop).isEqualTo(Math.min(special, wholeEights));
    }
  }

  private static boolean isPlain(byte b) {
    return b >= 0x20 && b != '"' && b != '\\';
  }
}
