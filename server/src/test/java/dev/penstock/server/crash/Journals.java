package dev.penstock.server.crash;

import dev.penstock.engine.run.Journal;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.OpenedBatch;
import dev.penstock.engine.run.OutcomeChunk;
import dev.penstock.storage.ledger.PostgresLedger;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the ledger says of a run that did not end. */
final class Journals {
  private Journals() {}

  /** Changes that may have been sent and whose outcome is not recorded. */
  static long inDoubt(PostgresLedger ledger, String run) {
    Journal journal = ledger.journal(new NoLease(), run);
    Set<Long> open = new HashSet<>();
    for (OpenedBatch batch : journal.opened()) {
      for (long sequence : batch.sequences()) {
        if (code(journal.outcomes(), sequence) == 0) {
          open.add(sequence);
        }
      }
    }
    return open.size();
  }

  /** Changes that may have been sent, with an outcome or without. */
  static long opened(Servers.Ledger database, String run) {
    try (PostgresLedger ledger = database.open()) {
      Journal journal = ledger.journal(new NoLease(), run);
      long decided = 0;
      for (OutcomeChunk chunk : journal.outcomes()) {
        for (int within = 0; within < OutcomeChunk.SIZE; within++) {
          decided += code(chunk, within) == 0 ? 0 : 1;
        }
      }
      return decided + inDoubt(ledger, run);
    }
  }

  private static int code(List<OutcomeChunk> outcomes, long sequence) {
    return outcomes.stream()
        .filter(chunk -> chunk.number() == sequence / OutcomeChunk.SIZE)
        .mapToInt(chunk -> code(chunk, (int) (sequence % OutcomeChunk.SIZE)))
        .findFirst()
        .orElse(0);
  }

  private static int code(OutcomeChunk chunk, int within) {
    return chunk.bits()[within / 4] >>> (within % 4 * 2) & 3;
  }

  /** Reading a journal asks for a lease and needs none. */
  private record NoLease() implements Lease {
    @Override
    public String state() {
      return "";
    }

    @Override
    public long epoch() {
      return 0;
    }

    @Override
    public boolean covers(Duration timeout) {
      return false;
    }

    @Override
    public void close() {}
  }
}
