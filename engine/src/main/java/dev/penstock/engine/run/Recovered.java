package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import java.time.Instant;

/**
 * What is known of a plan's changes when a process takes the run up: outcomes and counts from the
 * journal, and in doubt whatever was opened without an outcome. All empty in a first attempt.
 */
record Recovered(OutcomeBits bits, Tally tally, Reopened reopened) {
  static Recovered nothing() {
    OutcomeBits bits = new OutcomeBits();
    return new Recovered(bits, new Tally(), Reopened.nothing(bits));
  }

  /** Reads the plan once and says of each change what the journal knows. */
  static Recovered of(Journal journal, Plan plan, Origins origins, DoubtBook doubts, Instant now) {
    OutcomeBits bits = new OutcomeBits();
    Tally tally = new Tally();
    journal.outcomes().forEach(bits::restore);
    tally.restore(journal.requests(), journal.retries());
    Reopened reopened = new Reopened(journal.opened(), bits);
    try (PlanCursor cursor = plan.cursor(0)) {
      while (cursor.next()) {
        Kind kind = cursor.decision().kind();
        Disposition known = bits.of(cursor.sequence());
        if (known != Disposition.NONE) {
          tally.decided(kind, known);
          decided(cursor, known, bits, doubts, now);
        } else if (bits.inDoubt(cursor.sequence())) {
          long origin = origins.of(cursor.key(), kind, cursor.target());
          doubts.unknown(
              new Delivery(cursor.sequence(), cursor.key(), kind, cursor.target(), origin), now);
        }
      }
    }
    return new Recovered(bits, tally, reopened);
  }

  /** A refusal says nothing of an earlier attempt without an answer: that may have arrived. */
  private static void decided(
      PlanCursor cursor, Disposition known, OutcomeBits bits, DoubtBook doubts, Instant now) {
    switch (known) {
      case NONE -> throw new IllegalArgumentException("no outcome is no decision");
      case DELIVERED, SKIPPED -> doubts.confirmed(cursor.key(), now);
      case DEAD_LETTERED -> {
        if (doubts.isOpen(cursor.key())) {
          bits.doubt(cursor.sequence());
        }
      }
    }
  }
}
