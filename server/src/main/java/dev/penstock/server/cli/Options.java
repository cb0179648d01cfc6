package dev.penstock.server.cli;

import dev.penstock.server.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What every command understands; filled by the parser before a command is called. */
@Command(
    name = "penstock",
    description = "Keeps business tools equal to a warehouse.",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit codes: 0 ok, 1 failed, 3 partial, 4 invalid configuration, 5 not found, 9 awaiting",
      "approval, 10 deferred, 11 cancelled, 64 wrong usage, 130 interrupted."
    },
    sortOptions = false)
final class Options {
  /** A password among the parameters of a JDBC URL, or before its host. */
  private static final Pattern CREDENTIALS = Pattern.compile("(?i)password|^[^?]*@");

  /** How results are written. */
  enum Output {
    TABLE,
    JSON
  }

  @Option(
      names = "--project",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "The project folder (default: this one).")
  Optional<Path> project = Optional.empty();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Where held state lies (default: PENSTOCK_DATA, else .penstock in the project).")
  Optional<Path> data = Optional.empty();

  @Option(
      names = "--ledger",
      paramLabel = "JDBC_URL",
      scope = ScopeType.INHERIT,
      description =
          "The ledger's database (default: PENSTOCK_LEDGER_URL, else embedded in the data folder).")
  Optional<String> ledger = Optional.empty();

  @Option(
      names = "--lock-wait",
      paramLabel = "DURATION",
      scope = ScopeType.INHERIT,
      description = "Wait so long for another process, for example 30s (default: do not wait).")
  Optional<Duration> lockWait = Optional.empty();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      scope = ScopeType.INHERIT,
      description = "Tables for people or JSON for programs (default: table).")
  Output output = Output.TABLE;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Say nothing but errors and JSON.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more, also about where a failure comes from.")
  boolean verbose;

  @Option(
      names = "--no-input",
      scope = ScopeType.INHERIT,
      description = "Never ask; what would need an answer fails.")
  boolean noInput;

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT,
      description = "Answer yes to every question.")
  boolean yes;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  boolean json() {
    return output == Output.JSON;
  }

  Location location(Terminal terminal) {
    Path folder = terminal.here().resolve(project.orElse(Path.of(""))).normalize();
    Path state =
        data.or(() -> variable("PENSTOCK_DATA", terminal).map(Path::of))
            .map(terminal.here()::resolve)
            .orElse(folder.resolve(Location.DATA_FOLDER));
    return new Location(
        folder,
        state.normalize(),
        ledger.or(() -> variable("PENSTOCK_LEDGER_URL", terminal)),
        lockWait.orElse(Duration.ZERO));
  }

  /** The options that say where, as they were given here, for a command to be typed next. */
  String where() {
    StringBuilder where = new StringBuilder();
    project.ifPresent(folder -> append(where, "--project", folder.toString()));
    data.ifPresent(folder -> append(where, "--data", folder.toString()));
    // What is printed ends in logs: better a hint that lacks an option than one with a password.
    ledger
        .filter(url -> !CREDENTIALS.matcher(url).find())
        .ifPresent(url -> append(where, "--ledger", url));
    return where.toString();
  }

  private static void append(StringBuilder where, String option, String value) {
    where.append(' ').append(option).append(' ').append(Texts.quoted(Texts.safe(value)));
  }

  private static Optional<String> variable(String name, Terminal terminal) {
    return terminal.environment().apply(name).filter(value -> !value.isEmpty());
  }
}
