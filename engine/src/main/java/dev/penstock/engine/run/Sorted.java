package dev.penstock.engine.run;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The positions of a batch's records by what happens to them next. Used by the run's coordinator.
 */
final class Sorted {
  final List<Letters.Rejection> rejected = new ArrayList<>();
  final List<Integer> again = new ArrayList<>();
  final List<Integer> divided = new ArrayList<>();
  Optional<Failure> againFailure = Optional.empty();
  Optional<Failure> divideFailure = Optional.empty();
  boolean anyAccepted;
  boolean anyDecided;
  int decided;
  int unanswered;
  Optional<Failure> silence = Optional.empty();

  /** What speaks of the destination as a whole; a request without any answer does too. */
  Optional<Failure> outage(int records) {
    return againFailure
        .filter(failure -> failure.scope() == Scope.DESTINATION)
        .or(() -> silence.filter(_ -> unanswered == records).map(Sorted::ofTheWhole));
  }

  /** Of one record it is unclear whether it arrived; of the destination, that it is silent. */
  private static Failure ofTheWhole(Failure failure) {
    return failure.code() == ErrorCode.AMBIGUOUS
        ? Failure.of(ErrorCode.DESTINATION_DOWN, failure.status(), failure.theirs())
        : failure;
  }
}
