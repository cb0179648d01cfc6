package dev.penstock.server.cli;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands there are. Only a command that is named on the command line is made; the others are
 * a name and a sentence, because reading the annotations of all of them is most of a cold start.
 */
final class Commands {
  /**
   * One command.
   *
   * @param command makes it, with its options not yet read
   */
  private record Entry(String word, String description, Function<Session, Object> command) {
    CommandSpec stub() {
      CommandSpec spec = CommandSpec.create();
      spec.usageMessage().description(description);
      return spec;
    }
  }

  private static final List<Entry> ALL =
      List.of(
          new Entry("demo", DemoCommand.DESCRIPTION, DemoCommand::new),
          new Entry("init", InitCommand.DESCRIPTION, InitCommand::new),
          new Entry("validate", ValidateCommand.DESCRIPTION, ValidateCommand::new),
          new Entry("plan", PlanCommand.DESCRIPTION, PlanCommand::new),
          new Entry("preview", PreviewCommand.DESCRIPTION, PreviewCommand::new),
          new Entry("map", MapCommand.DESCRIPTION, MapCommand::new),
          new Entry("run", RunCommand.DESCRIPTION, RunCommand::new),
          new Entry("status", StatusCommand.DESCRIPTION, StatusCommand::new),
          new Entry("runs", RunsCommand.DESCRIPTION, RunsCommand::new),
          new Entry("dlq", DlqCommand.DESCRIPTION, DlqCommand::new),
          new Entry("pause", PauseCommand.DESCRIPTION, PauseCommand::new),
          new Entry("resume", ResumeCommand.DESCRIPTION, ResumeCommand::new),
          new Entry("cancel", CancelCommand.DESCRIPTION, CancelCommand::new),
          new Entry("approve", DecideCommand.APPROVE, DecideCommand::approve),
          new Entry("reject", DecideCommand.REJECT, DecideCommand::reject),
          new Entry("reset", ResetCommand.DESCRIPTION, ResetCommand::new),
          new Entry("rebase", RebaseCommand.DESCRIPTION, RebaseCommand::new),
          new Entry("state", StateCommand.DESCRIPTION, StateCommand::new),
          new Entry("test", TestCommand.DESCRIPTION, TestCommand::new),
          new Entry("doctor", DoctorCommand.DESCRIPTION, DoctorCommand::new),
          new Entry("schema", SchemaCommand.DESCRIPTION, SchemaCommand::new),
          new Entry("destination", DestinationCommand.DESCRIPTION, DestinationCommand::new),
          new Entry("completion", CompletionCommand.DESCRIPTION, CompletionCommand::new),
          new Entry("version", VersionCommand.DESCRIPTION, VersionCommand::new));

  private Commands() {}

  /** All of them with all they understand, for a script that completes them. */
  static void addAllTo(CommandLine root, Session session) {
    ALL.forEach(entry -> root.addSubcommand(entry.word(), entry.command().apply(session)));
  }

  static void addTo(CommandLine root, Session session, List<String> arguments) {
    Set<String> words = Set.copyOf(arguments);
    for (Entry entry : ALL) {
      root.addSubcommand(
          entry.word(),
          words.contains(entry.word()) ? entry.command().apply(session) : entry.stub());
    }
  }
}
