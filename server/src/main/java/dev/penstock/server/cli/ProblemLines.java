package dev.penstock.server.cli;

import dev.penstock.server.project.Problem;
import java.io.PrintWriter;
import java.util.List;

/** Problems of a project as people and editors read them: a place first. */
final class ProblemLines {
  private ProblemLines() {}

  static void print(List<Problem> problems, PrintWriter to, Style style) {
    for (Problem problem : problems) {
      String word = problem.isError() ? style.bad("error") : style.warning("warning");
      to.println(
          Texts.safe(problem.place().toString())
              + ": "
              + word
              + ": "
              + Texts.safe(problem.message())
              + " ["
              + problem.code()
              + "]");
      problem.suggestion().ifPresent(text -> to.println("    " + Texts.safe(text)));
    }
    to.flush();
  }
}
