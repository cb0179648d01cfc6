package dev.penstock.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock demo}: everything living, from nothing. */
@Command(name = "demo", description = DemoCommand.DESCRIPTION, sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Shows it at work on samples; needs nothing else.";

  private final Session session;

  @Option(names = "--once", description = "End after the story instead of staying up.")
  private boolean once;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.penstock().demo(once, line -> session.say(Texts.safe(line)));
    return ExitCode.OK.number();
  }
}
