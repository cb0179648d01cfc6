package dev.penstock.connectors.sandbox.simulator;

import java.util.List;

/**
 * A record as the simulated destination holds it.
 *
 * @param version the object's counter of effects at this record's last effect, from 1
 * @param payloads JSON texts: the current value at levels A to C, every arrival in order at D (a
 *     delete is an empty text)
 */
public record SimulatedRecord(String object, String key, long version, List<String> payloads) {
  /** Copies the list. */
  public SimulatedRecord {
    payloads = List.copyOf(payloads);
  }

  /** The value last written, as JSON text. */
  public String payload() {
    return payloads.getLast();
  }

  /** Payloads are rows of somebody's table and stay out of messages. */
  @Override
  public String toString() {
    return "SimulatedRecord[object=%s, version=%d, payloads=%d]"
        .formatted(object, version, payloads.size());
  }
}
