package dev.penstock.engine.deliver;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a request ended.
 *
 * @param outcomes exactly one per record, in the order of the batch
 * @param status the HTTP status, or 0 where there was none
 * @param requestId the destination's own name of the request, or empty
 * @param allowance what it said is left to use, where it did
 */
public record Answer(
    List<Outcome> outcomes, int status, String requestId, Optional<Allowance> allowance) {
  public Answer {
    Objects.requireNonNull(outcomes, "outcomes");
  }

  public Answer(List<Outcome> outcomes, int status, String requestId) {
    this(outcomes, status, requestId, Optional.empty());
  }

  public static Answer all(Batch batch, int status, Outcome outcome) {
    return new Answer(Outcome.all(batch, outcome), status, "");
  }
}
