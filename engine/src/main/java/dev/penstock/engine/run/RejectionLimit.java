package dev.penstock.engine.run;

import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.util.Optional;

/**
 * Notices that too many records are refused. What the destination refused is compared with what it
 * answered, and what could not be mapped with what was mapped: mapping runs ahead of the answers,
 * so together they would make a wrong share. A run that a crash interrupted counts anew. Used by
 * the run's coordinator.
 */
final class RejectionLimit {
  /** So few cost little, and as many alike are no accident (protocol §4). */
  static final int PROBES_MAX = 50;

  private int after;
  private final int percent;
  private long answered;
  private long refused;
  private long unmappable;
  private long mappedBefore;

  RejectionLimit(DeliveryPolicy policy) {
    after = policy.stopAfter();
    percent = policy.stopPercent();
  }

  void answered(boolean refusal) {
    answered++;
    refused += refusal ? 1 : 0;
  }

  void unmappable() {
    unmappable++;
  }

  /**
   * What to stop for.
   *
   * @param mapped how many records were mapped or could not be
   */
  Optional<Failure> exceeded(long mapped) {
    if (exceeds(refused, answered, after)) {
      return failure("%,d of the first %,d records were refused", refused, answered);
    }
    long tried = mapped - mappedBefore;
    if (exceeds(unmappable, tried, after)) {
      return failure("%,d of the first %,d records could not be mapped", unmappable, tried);
    }
    return Optional.empty();
  }

  /**
   * Nothing but probes was sent so far. When they were refused again, the others count anew and
   * soon: a cause that is not mended costs few more letters, and rows without fault still pass.
   *
   * @param mapped how many records were mapped or could not be
   */
  void probed(long mapped) {
    if (exceeds(refused, answered, 1)) {
      after = Math.min(after, PROBES_MAX);
    }
    answered = 0;
    refused = 0;
    unmappable = 0;
    mappedBefore = mapped;
  }

  private boolean exceeds(long bad, long all, int least) {
    return all >= least && bad * 100 >= percent * all && bad > 0;
  }

  private static Optional<Failure> failure(String why, long bad, long all) {
    return Optional.of(Failure.of(ErrorCode.TOO_MANY_REJECTED, why.formatted(bad, all)));
  }
}
