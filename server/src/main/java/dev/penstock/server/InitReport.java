package dev.penstock.server;

import java.util.List;

/**
 * What making a project did. Paths are relative to the project folder.
 *
 * @param written files that are new
 * @param kept files that were there already and stayed as they were
 */
public record InitReport(List<String> written, List<String> kept) {
  public InitReport {
    written = List.copyOf(written);
    kept = List.copyOf(kept);
  }
}
