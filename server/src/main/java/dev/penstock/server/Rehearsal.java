package dev.penstock.server;

import dev.penstock.engine.run.History.Letter;
import java.util.List;
import java.util.Map;

/**
 * What would become of dead letters if they were sent now.
 *
 * @param passing those that would be sent
 * @param unchanged left out: row and mapping are what was refused
 * @param gone their rows are gone; their letters close, or a delete is sent
 * @param unmappable cannot be mapped, by why
 * @param unfindable an older build kept no key to find them by
 */
public record Rehearsal(
    List<Letter> passing,
    List<Letter> unchanged,
    List<Letter> gone,
    Map<String, Integer> unmappable,
    List<Letter> unfindable) {
  public Rehearsal {
    passing = List.copyOf(passing);
    unchanged = List.copyOf(unchanged);
    gone = List.copyOf(gone);
    unmappable = Map.copyOf(unmappable);
    unfindable = List.copyOf(unfindable);
  }
}
