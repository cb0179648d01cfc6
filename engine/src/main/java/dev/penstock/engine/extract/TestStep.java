package dev.penstock.engine.extract;

import java.util.Objects;

/**
 * One step of testing a connection.
 *
 * @param name for example {@code DNS}, {@code TCP}, {@code TLS}, {@code login}, {@code rights}
 * @param result how it went
 * @param detail what was seen, or why it failed, as a sentence
 * @param remedy what to do about it; empty when the step passed
 */
public record TestStep(String name, Result result, String detail, String remedy) {
  /** How a step ended; steps after a failed one are skipped. */
  public enum Result {
    PASSED,
    FAILED,
    SKIPPED
  }

  public TestStep {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(result, "result");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(remedy, "remedy");
  }

  public static TestStep passed(String name, String detail) {
    return new TestStep(name, Result.PASSED, detail, "");
  }

  public static TestStep failed(String name, String detail, String remedy) {
    return new TestStep(name, Result.FAILED, detail, remedy);
  }

  public static TestStep skipped(String name) {
    return new TestStep(name, Result.SKIPPED, "not tried, because a step before it failed", "");
  }
}
