package dev.penstock.connectors.table;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.Failure;
import dev.penstock.testkit.destination.Batches;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Batches and outcomes as tests write them. */
public final class Told {
  private Told() {}

  /** A batch of records written as JSON. */
  public static Batch batch(Kind kind, String... payloads) {
    return Batches.of(
        kind, Arrays.stream(payloads).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /** For example {@code rejected DUPLICATE email}. */
  public static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted() -> "accepted";
      case Outcome.Skipped _ -> "skipped";
      case Outcome.Retryable(Failure failure) -> "retryable " + text(failure);
      case Outcome.Rejected(Failure failure) -> "rejected " + text(failure);
      case Outcome.Unknown(Failure failure) -> "unknown " + text(failure);
    };
  }

  private static String text(Failure failure) {
    return failure.code() + " " + failure.field().orElse("-");
  }
}
