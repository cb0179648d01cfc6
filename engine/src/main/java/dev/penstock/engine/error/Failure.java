package dev.penstock.engine.error;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What went wrong, as a value.
 *
 * @param code ours, stable
 * @param scope how far it reaches here; usually the code's own
 * @param status the HTTP status, or 0 where there was none
 * @param theirs the other side's own words, bounded to {@link #THEIRS_MAX} characters; may be empty
 * @param field the field at fault, where the other side named one
 * @param retryAfter how long the other side asked us to wait
 */
public record Failure(
    ErrorCode code,
    Scope scope,
    int status,
    String theirs,
    Optional<String> field,
    Optional<Duration> retryAfter) {
  /** Enough of a vendor's text to understand it; more would fill the ledger. */
  public static final int THEIRS_MAX = 2000;

  public Failure {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(scope, "scope");
    theirs = theirs.length() > THEIRS_MAX ? theirs.substring(0, THEIRS_MAX) : theirs;
  }

  public static Failure of(ErrorCode code, String theirs) {
    return new Failure(code, code.scope(), 0, theirs, Optional.empty(), Optional.empty());
  }

  public static Failure of(ErrorCode code, int status, String theirs) {
    return new Failure(code, code.scope(), status, theirs, Optional.empty(), Optional.empty());
  }

  public Failure in(Scope other) {
    return new Failure(code, other, status, theirs, field, retryAfter);
  }

  public Failure onField(String name) {
    return new Failure(code, scope, status, theirs, Optional.of(name), retryAfter);
  }

  public Failure after(Duration wait) {
    return new Failure(code, scope, status, theirs, field, Optional.of(wait));
  }
}
