package dev.penstock.server.project;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Something wrong in a project's files. Holds no secret: values of secret settings are never
 * repeated.
 *
 * @param message what is wrong, as a sentence
 * @param suggestion what to write instead, as a sentence; empty when there is no good guess
 */
public record Problem(
    Severity severity, ProblemCode code, Place place, String message, Optional<String> suggestion)
    implements Comparable<Problem> {
  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::place)
          .thenComparing(Problem::code)
          .thenComparing(Problem::message);

  /** Whether the project can be used in spite of it. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public Problem {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(message, "message");
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** There is no project at all, rather than a wrong one. */
  public boolean isAbsence() {
    return code == ProblemCode.PROJECT_NOT_FOUND;
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return place + ": " + code + ": " + message + suggestion.map(text -> " " + text).orElse("");
  }
}
