package dev.penstock.server.cli;

import dev.penstock.server.PenstockOpener;
import dev.penstock.server.project.Quantities;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/**
 * Runs one command line. {@link #execute} is called once, by one thread; {@link #interrupt} by any
 * thread at any time.
 */
public final class Cli {
  private static final int USAGE_WIDTH_MIN = 55;

  private final Session session;
  private final Failures failures;

  public Cli(Terminal terminal, PenstockOpener opener) {
    this.session = new Session(terminal, opener);
    this.failures = new Failures(session);
  }

  /** Runs the command that the arguments name; never throws, and returns the exit code. */
  public int execute(String... arguments) {
    Terminal terminal = session.terminal();
    CommandLine line = new CommandLine(session.options());
    Commands.addTo(line, session, List.of(arguments));
    line.registerConverter(Duration.class, Cli::duration);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(usageWidth(terminal.width()));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setParameterExceptionHandler((e, _) -> failures.usage(e).number());
    line.setExecutionExceptionHandler((e, _, _) -> failures.report(e).number());
    line.setExecutionStrategy(this::run);
    try (session) {
      int code = line.execute(arguments);
      return session.isInterrupted() ? ExitCode.INTERRUPTED.number() : code;
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  /** Narrower than the least that picocli lays out, lines wrap by themselves. */
  private static int usageWidth(int screen) {
    return screen == 0
        ? SystemTerminal.WIDTH_USUAL
        : Math.clamp(screen, USAGE_WIDTH_MIN, SystemTerminal.WIDTH_USUAL);
  }

  private int run(ParseResult parsed) {
    return new RunLast().execute(parsed);
  }

  /** Stops the command tidily; it then ends with the exit code 130. */
  public void interrupt() {
    session.interrupt();
  }

  private static Duration duration(String text) {
    return Quantities.duration(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "`" + text + "` is not a duration; write for example 30s or 5m"));
  }
}
