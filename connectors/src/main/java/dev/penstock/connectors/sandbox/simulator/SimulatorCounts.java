package dev.penstock.connectors.sandbox.simulator;

import java.util.Map;

/**
 * What has arrived since the start or the last reset.
 *
 * @param requests requests other than to the controls
 * @param records records in them; one that is applied late or twice counts twice
 * @param effects records that changed the destination
 * @param repeats records seen before
 * @param unkeyed webhook records without a key
 * @param bytes body bytes, after unpacking
 * @param byStatus requests by HTTP status; 0 stands for withheld answers
 */
public record SimulatorCounts(
    long requests,
    long records,
    long effects,
    long repeats,
    long unkeyed,
    long bytes,
    Map<Integer, Long> byStatus) {
  /** Copies the map. */
  public SimulatorCounts {
    byStatus = Map.copyOf(byStatus);
  }
}
