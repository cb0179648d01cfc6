package dev.penstock.server;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Where the process starts: hands the words of the command line to the command they name. */
@Command(
    name = "penstock",
    mixinStandardHelpOptions = true,
    description = "Keeps business tools equal to a warehouse.")
public final class Main {
  @Spec private CommandSpec command = CommandSpec.create();

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Command(name = "version", description = "Prints the version.")
  void version() {
    // A jar carries its version in the manifest; classes run from a build folder have none.
    var version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion());
    command.commandLine().getOut().println("penstock " + version.orElse("(development)"));
  }
}
