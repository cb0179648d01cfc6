package dev.penstock.engine.diff;

import java.util.Objects;

/**
 * Which held state, and which generation of it.
 *
 * @param id the state's name, also of its folder; letters, digits and dashes
 * @param generation the one that the ledger says is valid; 0 when nothing was ever settled
 * @param ledger the id of the ledger that the state belongs to
 * @param seed the sync's own random number, for its hashes
 */
public record StateRef(String id, long generation, String ledger, long seed) {
  public StateRef {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(ledger, "ledger");
    if (!id.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("not a state id: " + id);
    }
  }
}
