package dev.penstock.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code penstock demo}: everything living, from nothing. */
@Command(name = "demo", description = DemoCommand.DESCRIPTION, sortOptions = false)
final class DemoCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Shows it at work on samples; needs nothing else.";

  private final Session session;

  DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.penstock().demo(line -> session.say(Texts.safe(line)));
    return ExitCode.OK.number();
  }
}
