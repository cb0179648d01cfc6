package dev.penstock.server.project;

import java.util.List;

/** A project cannot be used; holds everything that is wrong with it. */
public final class InvalidProjectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidProjectException(List<Problem> problems) {
    super("The project has " + problems.stream().filter(Problem::isError).count() + " errors.");
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
