package dev.penstock.server.project;

import java.util.List;
import java.util.Optional;

/**
 * What reading a project folder gave.
 *
 * @param name the project's name, known even when the rest is wrong
 * @param project the project; empty when there is an error
 * @param problems everything wrong at once, ordered by place; warnings too
 */
public record ProjectReading(String name, Optional<Project> project, List<Problem> problems) {
  public ProjectReading {
    problems = List.copyOf(problems);
  }

  /**
   * The name, for what can be answered of a project that has errors.
   *
   * @throws InvalidProjectException when there is no project
   */
  public String nameOrThrow() {
    if (problems.stream().anyMatch(Problem::isAbsence)) {
      throw new InvalidProjectException(problems);
    }
    return name;
  }

  /**
   * The project.
   *
   * @throws InvalidProjectException with all problems, when it has an error
   */
  public Project orThrow() {
    return project.orElseThrow(() -> new InvalidProjectException(problems));
  }
}
