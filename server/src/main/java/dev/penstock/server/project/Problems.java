package dev.penstock.server.project;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Collects what is wrong while a project is read. Used by one thread. */
final class Problems {
  private final TreeSet<Problem> found = new TreeSet<>();

  void error(ProblemCode code, Place place, String message) {
    add(Problem.Severity.ERROR, code, place, message, Optional.empty());
  }

  void error(ProblemCode code, Place place, String message, String suggestion) {
    add(Problem.Severity.ERROR, code, place, message, Optional.of(suggestion));
  }

  /** An error with the nearest of the words that would be right, or with all of them. */
  void misspelt(
      ProblemCode code, Place place, String message, String word, Iterable<String> right) {
    add(Problem.Severity.ERROR, code, place, message, Spelling.suggestion(word, right));
  }

  void warning(ProblemCode code, Place place, String message, String suggestion) {
    add(Problem.Severity.WARNING, code, place, message, Optional.of(suggestion));
  }

  private void add(
      Problem.Severity severity,
      ProblemCode code,
      Place place,
      String message,
      Optional<String> suggestion) {
    found.add(new Problem(severity, code, place, message, suggestion));
  }

  /** By place; the same problem once. */
  List<Problem> sorted() {
    return List.copyOf(found);
  }

  boolean hasErrors() {
    return found.stream().anyMatch(Problem::isError);
  }
}
