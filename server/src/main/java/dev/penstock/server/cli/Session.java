package dev.penstock.server.cli;

import dev.penstock.server.NotFoundException;
import dev.penstock.server.Penstock;
import dev.penstock.server.PenstockOpener;
import dev.penstock.server.project.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One command at work: its options, its terminal and the Penstock that it opened. Used by one
 * thread, but for {@link #interrupt}, which any thread may call.
 */
final class Session implements AutoCloseable {
  /** Help is the same everywhere. */
  private static final Pattern COMMAND = Pattern.compile("`(penstock (?![^`]*--help)[^`]+)`");

  private final Terminal terminal;
  private final PenstockOpener opener;
  private final Options options = new Options();
  private final AtomicReference<@Nullable Penstock> opened = new AtomicReference<>();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  Session(Terminal terminal, PenstockOpener opener) {
    this.terminal = terminal;
    this.opener = opener;
  }

  Options options() {
    return options;
  }

  Terminal terminal() {
    return terminal;
  }

  Style style() {
    return new Style(terminal.colours(), terminal.width());
  }

  /** Opened by the first call. */
  Penstock penstock() {
    Penstock already = opened.get();
    if (already != null) {
      return already;
    }
    Penstock made = opener.open(options.location(terminal));
    opened.set(made);
    if (interrupted.get()) {
      made.interrupt();
    }
    return made;
  }

  /** The project, when it is valid. */
  Project project() {
    return penstock().validate().orThrow();
  }

  /** Refuses a name that no sync of the project has, with the name that was meant. */
  static void requireSync(Project project, String sync) {
    if (!project.syncs().containsKey(sync)) {
      throw NotFoundException.of("sync", sync, project.syncs().keySet(), "status");
    }
  }

  /** A command that works when it is typed next: it names the same place as this one did. */
  String command(String words) {
    return "penstock " + Texts.safe(words) + options.where();
  }

  /** A sentence whose commands in backticks work when they are typed next. */
  String runnable(String sentence) {
    return COMMAND
        .matcher(sentence)
        .replaceAll(
            found -> Matcher.quoteReplacement("`" + found.group(1) + options.where() + "`"));
  }

  /** A line of data or of result; left out when only JSON or nothing is wanted. */
  void say(String line) {
    if (!options.quiet && !options.json()) {
      terminal.out().println(line);
    }
  }

  /** The result for programs. */
  void json(Object shape) {
    terminal.out().println(JsonOutput.line(shape));
  }

  /** What a person typed; empty at the end of the input. */
  String ask(String question) {
    terminal.err().print(question + " ");
    terminal.err().flush();
    try {
      String answer = terminal.in().readLine();
      return answer == null ? "" : answer.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Has the name of a sync typed, which nobody does by accident.
   *
   * @param done what happens after it, for the sentence that it did not
   */
  void insistOn(String sync, String done) {
    if (!ask("Type the name of the sync to go on:").equals(sync)) {
      throw new UsageException("That is not `" + sync + "`, so nothing was " + done + ".", "");
    }
  }

  boolean mayAsk() {
    return terminal.asks() && !options.noInput && !options.json();
  }

  /** Ctrl-C: asks what is under way to stop tidily. */
  void interrupt() {
    interrupted.set(true);
    Penstock penstock = opened.get();
    if (penstock != null) {
      penstock.interrupt();
    }
  }

  boolean isInterrupted() {
    return interrupted.get();
  }

  @Override
  public void close() {
    Penstock penstock = opened.getAndSet(null);
    if (penstock != null) {
      penstock.close();
    }
  }
}
