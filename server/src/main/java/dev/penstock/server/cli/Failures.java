package dev.penstock.server.cli;

import dev.penstock.engine.error.PenstockException;
import dev.penstock.server.NotFoundException;
import dev.penstock.server.SimulationException;
import dev.penstock.server.project.InvalidProjectException;
import dev.penstock.server.project.Problem;
import dev.penstock.server.project.Spelling;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong on the error stream, and which exit code that is. */
final class Failures {
  private final Session session;

  Failures(Session session) {
    this.session = session;
  }

  /** Anything that a command threw. */
  ExitCode report(Exception e) {
    return switch (e) {
      case InvalidProjectException invalid -> invalid(invalid.problems());
      case NotFoundException absent ->
          say("NOT_FOUND", message(absent), absent.hint(), ExitCode.NOT_FOUND);
      case SimulationException asked ->
          say("CONFIG_INVALID", message(asked), asked.hint(), ExitCode.INVALID_CONFIG);
      case PenstockException known ->
          say(
              known.code().name(),
              message(known),
              known.code().advice(),
              ExitCode.of(known.code()));
      case UsageException usage -> say("USAGE", message(usage), usage.hint(), ExitCode.USAGE);
      default -> unexpected(e);
    };
  }

  private ExitCode unexpected(Exception e) {
    if (session.options().verbose) {
      e.printStackTrace(session.terminal().err());
    }
    // The message of an exception we do not know may hold values of rows.
    return say(
        "INTERNAL",
        "Something went wrong inside Penstock (" + e.getClass().getSimpleName() + ").",
        session.options().verbose
            ? "Report it with the lines above."
            : "Run it again with --verbose and report what it says.",
        ExitCode.FAILED);
  }

  private ExitCode invalid(List<Problem> problems) {
    Optional<Problem> absence = problems.stream().filter(Problem::isAbsence).findFirst();
    if (absence.isPresent()) {
      return absent(absence.get(), problems);
    }
    long errors = problems.stream().filter(Problem::isError).count();
    ProblemLines.print(problems, session.terminal().err(), session.style().plain());
    return say(
        "CONFIG_INVALID",
        "The project has " + Texts.count(errors, "error") + "; nothing was done.",
        "Mend the lines above; `penstock validate` checks them without running anything.",
        ExitCode.INVALID_CONFIG);
  }

  /** Where nothing is a project, no line of a file is at fault. */
  private ExitCode absent(Problem absence, List<Problem> problems) {
    ProblemLines.print(
        problems.stream().filter(problem -> !problem.equals(absence)).toList(),
        session.terminal().err(),
        session.style().plain());
    return say(
        absence.code().name(),
        absence.message(),
        absence.suggestion().orElse(""),
        ExitCode.INVALID_CONFIG);
  }

  private ExitCode say(String code, String what, String advice, ExitCode exit) {
    String sentence = session.runnable(what);
    String hint = session.runnable(advice);
    print(session.terminal().err(), code, sentence, hint);
    if (session.options().json()) {
      session.json(ErrorShape.of(code, sentence, hint));
    }
    return exit;
  }

  private static String message(RuntimeException e) {
    return Optional.ofNullable(e.getMessage()).orElse("It failed without saying why.");
  }

  /** Two lines: what and why with a stable code, and what to do. */
  static void print(PrintWriter err, String code, String sentence, String hint) {
    err.println("penstock: " + code + ": " + Texts.safe(sentence));
    if (!hint.isEmpty() && !sentence.contains(hint)) {
      err.println("  " + Texts.safe(hint));
    }
    err.flush();
  }

  /** Words that the parser does not understand. */
  ExitCode usage(ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String hint = "`" + name + " --help` shows what it understands.";
    Optional<String> guess = guess(e);
    return say(
        "USAGE",
        Optional.ofNullable(e.getMessage()).orElse("The command is incomplete") + ".",
        guess.map(word -> word + " " + hint).orElse(hint),
        ExitCode.USAGE);
  }

  private static Optional<String> guess(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return Optional.empty();
    }
    List<String> known = new ArrayList<>(e.getCommandLine().getSubcommands().keySet());
    e.getCommandLine()
        .getCommandSpec()
        .options()
        .forEach(option -> known.addAll(List.of(option.names())));
    String word = unmatched.getUnmatched().getFirst();
    return Spelling.nearest(word, known).map(near -> "Did you mean `" + near + "`?");
  }
}
