package dev.penstock.engine.diff;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.row.Fingerprint;

/**
 * The rules that say what a row, or its absence, means against what the destination holds (protocol
 * §2). Pure.
 */
public final class Diff {
  private final Selection selection;
  private final boolean startFromNow;

  /**
   * @param selection which changes are sent
   * @param startFromNow this run takes the model as it is for confirmed and sends nothing
   */
  public Diff(Selection selection, boolean startFromNow) {
    this.selection = selection;
    this.startFromNow = startFromNow;
  }

  /**
   * A row is present.
   *
   * @param held what is held under its key
   * @param target the row's fingerprint under the current mapping version
   * @param same whether the row is what is confirmed: the fingerprints match
   * @param samePayload the confirmed row was made under an older mapping version, and both versions
   *     render it to the same payload
   * @param parked the key's parked state, {@link Parked#NONE} where there is none
   */
  public Decision present(
      Held held, Fingerprint target, boolean same, boolean samePayload, Parked parked) {
    if (held.parked() && parked.arrived()) {
      return parked.confirmed();
    }
    Decision decision = unparked(held, same, samePayload);
    if (decision.isSent() && held.parked() && parked.suppresses(target)) {
      return Decision.SUPPRESSED;
    }
    if (decision == Decision.UNCHANGED && held.parked() && !parked.forever()) {
      return Decision.UNCHANGED_UNPARK;
    }
    return decision;
  }

  private Decision unparked(Held held, boolean same, boolean samePayload) {
    if (startFromNow) {
      return Decision.SETTLE;
    }
    if (held.doubt()) {
      if (!selection.added() && !selection.updated()) {
        return Decision.SETTLE;
      }
      return held.absent() ? Decision.UNSETTLED_ADDED : Decision.UNSETTLED_UPDATED;
    }
    if (held.absent()) {
      return selection.added() ? Decision.ADDED : Decision.SETTLE;
    }
    if (same) {
      return Decision.UNCHANGED;
    }
    if (samePayload) {
      return Decision.SETTLE;
    }
    return selection.updated() ? Decision.UPDATED : Decision.SETTLE;
  }

  /** The row of a held key is gone from a complete and whole extract. */
  public Decision gone(Held held, Parked parked) {
    if (held.parked() && parked.arrived()) {
      return parked.confirmed();
    }
    if (held.absent() && !held.doubt()) {
      return Decision.DROP;
    }
    if (!selection.deleted() || startFromNow) {
      return Decision.DROP;
    }
    return held.parked() && parked.suppresses(Fingerprint.ABSENT)
        ? Decision.SUPPRESSED
        : Decision.DELETED;
  }
}
