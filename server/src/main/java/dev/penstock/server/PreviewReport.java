package dev.penstock.server;

import java.util.List;
import java.util.Optional;

/**
 * Records as a sync's mapping makes them now; nothing was sent.
 *
 * @param hints sentences about what is probably not meant
 */
public record PreviewReport(
    String sync, String destination, String action, List<Shown> records, List<String> hints) {
  public PreviewReport {
    records = List.copyOf(records);
    hints = List.copyOf(hints);
  }

  /**
   * A record.
   *
   * @param payload what would be sent; empty when it cannot be mapped
   * @param why why it cannot be
   */
  public record Shown(String key, String payload, Optional<String> why) {}
}
