package dev.penstock.engine.run;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The search for the records at fault in a batch that was refused as a whole. Until one record of
 * the batch is accepted, refusals of single records are only suspicions: when every one is refused
 * alike, the fault is not in the records.
 */
final class Division {
  /** So many single refusals alike, none accepted, and it is the destination that is wrong. */
  static final int ALIKE_MAX = 8;

  private final List<Suspect> suspects = new ArrayList<>();
  private int parts = 1;
  private boolean accepted;

  /** A record that was refused when sent alone. */
  record Suspect(Attempt attempt, Failure failure) {}

  /** A part was divided in two. */
  void divided() {
    parts++;
  }

  /** A part was accepted, at least for one record. */
  void accepted() {
    accepted = true;
  }

  void suspect(Attempt attempt, Failure failure) {
    suspects.add(new Suspect(attempt, failure));
  }

  /** A part has its answers. */
  void ended() {
    parts--;
  }

  /** Whether the records are not at fault, as far as can be told. */
  boolean blamesDestination() {
    if (accepted || suspects.size() < ALIKE_MAX) {
      return false;
    }
    Failure first = suspects.getFirst().failure();
    return suspects.stream()
        .allMatch(
            suspect ->
                suspect.failure().code() == first.code()
                    && suspect.failure().status() == first.status()
                    && suspect.failure().theirs().equals(first.theirs()));
  }

  /** What they were all refused with, of the destination; they are suspects no more. */
  Failure takeBlame() {
    Failure failure = suspects.getFirst().failure();
    suspects.clear();
    return Failure.of(ErrorCode.BATCH_REFUSED, failure.status(), failure.theirs())
        .in(Scope.DESTINATION);
  }

  /** The suspects whose guilt is established by now; they are given once. */
  List<Suspect> takeGuilty() {
    if (!accepted && parts > 0) {
      return List.of();
    }
    List<Suspect> guilty = List.copyOf(suspects);
    suspects.clear();
    return guilty;
  }
}
