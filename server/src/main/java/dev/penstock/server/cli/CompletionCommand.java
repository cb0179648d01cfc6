package dev.penstock.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/** {@code penstock completion}: a script that completes commands in a shell. */
@Command(name = "completion", description = CompletionCommand.DESCRIPTION, sortOptions = false)
final class CompletionCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Prints a script that completes commands in bash, zsh or fish.";

  /** Commands whose arguments are syncs; their names are read from the project's files, at once. */
  private static final List<String> OF_SYNCS =
      List.of("run", "plan", "preview", "status", "pause", "resume", "cancel", "reset");

  /** What the shell runs for the names: a JVM would be too slow for a key. */
  private static final String NAMES = "sed -n 's/^sync:[[:space:]]*//p' syncs/*.yaml 2>/dev/null";

  /** The shells there are scripts for. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  private final Session session;

  @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
  private Shell shell = Shell.BASH;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine line = new CommandLine(new Options());
    Commands.addAllTo(line, session);
    session
        .terminal()
        .out()
        .print(
            switch (shell) {
              case BASH -> bash(line);
              case ZSH -> "autoload -U +X bashcompinit && bashcompinit\n" + bash(line);
              case FISH -> fish(line);
            });
    return ExitCode.OK.number();
  }

  private static String bash(CommandLine line) {
    return AutoComplete.bash("penstock", line)
        + """

        function _penstock() {
          _complete_penstock
          local word="${COMP_WORDS[COMP_CWORD]}"
          case "${COMP_WORDS[1]}" in
            %s)
              [[ $word == -* ]] || COMPREPLY+=( $(compgen -W "$(%s)" -- "$word") ) ;;
          esac
        }
        complete -F _penstock -o default penstock
        """
            .formatted(String.join("|", OF_SYNCS), NAMES);
  }

  private static String fish(CommandLine line) {
    List<String> lines = new ArrayList<>(List.of("complete -c penstock -f"));
    for (Map.Entry<String, CommandLine> one : line.getSubcommands().entrySet()) {
      String word = one.getKey();
      CommandLine command = one.getValue();
      lines.add(fishWord("__fish_use_subcommand", word, command));
      String seen = "\"__fish_seen_subcommand_from " + word + "\"";
      command.getSubcommands().forEach((sub, its) -> lines.add(fishWord(seen, sub, its)));
      options(command).forEach(option -> lines.add(fishOption(seen, option)));
      command
          .getSubcommands()
          .values()
          .forEach(its -> options(its).forEach(option -> lines.add(fishOption(seen, option))));
      if (OF_SYNCS.contains(word)) {
        lines.add("complete -c penstock -n " + seen + " -a \"(" + NAMES + ")\"");
      }
    }
    return lines.stream().distinct().collect(Collectors.joining("\n", "", "\n"));
  }

  private static List<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options();
  }

  private static String fishWord(String when, String word, CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();
    return "complete -c penstock -n "
        + when
        + " -a "
        + word
        + " -d "
        + quoted(description.length == 0 ? "" : description[0]);
  }

  private static String fishOption(String when, OptionSpec option) {
    String name = option.longestName().replaceFirst("^-+", "");
    String[] description = option.description();
    return "complete -c penstock -n "
        + when
        + (option.longestName().startsWith("--") ? " -l " : " -s ")
        + name
        + (option.arity().max() > 0 ? " -r" : "")
        + " -d "
        + quoted(description.length == 0 ? "" : description[0]);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
