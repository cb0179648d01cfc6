package dev.penstock.engine.diff;

import dev.penstock.engine.row.KeyHash;
import java.util.List;

/**
 * The next generation of held state, written and synced but not valid until the ledger says so.
 *
 * @param generation its number
 * @param heldBefore keys held in the generation it was made from
 * @param added keys that came to be held
 * @param removed keys that ceased to be held
 * @param heldAfter keys held in this generation, counted anew
 * @param delivered delivered changes by kind, counted from outcomes in {@code Kind} order
 * @param deadLettered changes that became dead letters
 * @param skipped changes that the action skipped
 * @param pending changes without an outcome
 * @param resolved parked keys whose newest value was delivered now
 * @param superseded parked keys whose row is back to the confirmed value, settled or gone
 */
public record Settlement(
    long generation,
    long heldBefore,
    long added,
    long removed,
    long heldAfter,
    List<Long> delivered,
    long deadLettered,
    long skipped,
    long pending,
    List<KeyHash> resolved,
    List<KeyHash> superseded) {
  public Settlement {
    delivered = List.copyOf(delivered);
    resolved = List.copyOf(resolved);
    superseded = List.copyOf(superseded);
  }

  public boolean balances() {
    return heldAfter == heldBefore + added - removed;
  }
}
