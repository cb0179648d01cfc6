package dev.penstock.server.cli;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import dev.penstock.engine.value.ValueWriter;
import dev.penstock.server.mapping.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code penstock map}: tries a mapping on payloads; needs no project and no ledger. */
@Command(name = "map", description = MapCommand.DESCRIPTION, sortOptions = false)
final class MapCommand implements Callable<Integer> {
  static final String DESCRIPTION =
      "Maps a payload, or each line of standard input, and prints what comes of it as JSON.";

  /** Characters of a line; a longer one would be held in memory whole. */
  static final int LINE_MAX = 16 * 1024 * 1024;

  @Option(names = "--mapping", paramLabel = "FILE", description = "A mapping in Segment's JSON.")
  private Optional<Path> mapping = Optional.empty();

  @Option(names = "--payload", paramLabel = "FILE", description = "The payload that it maps.")
  private Optional<Path> payload = Optional.empty();

  @Option(
      names = "--fields",
      paramLabel = "FILE",
      description = "An action's fields in Segment's JSON, which the result must fit.")
  private Optional<Path> fields = Optional.empty();

  private final Session session;

  MapCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (mapping.isEmpty() && payload.isEmpty() && fields.isEmpty()) {
      lines(session.terminal().in());
      return ExitCode.OK.number();
    }
    Members.Builder trial = new Members.Builder();
    mapping.ifPresent(file -> trial.put("mapping", read(file)));
    payload.ifPresent(file -> trial.put("payload", read(file)));
    fields.ifPresent(file -> trial.put("fields", read(file)));
    Value answer = Trial.answer(trial.build());
    session.terminal().out().println(ValueWriter.text(answer));
    return (Trial.isError(answer) ? ExitCode.FAILED : ExitCode.OK).number();
  }

  private Value read(Path file) {
    Path path = session.terminal().here().resolve(file);
    try {
      byte[] json = Files.readAllBytes(path);
      return new ValueReader().read(json, 0, json.length);
    } catch (IOException e) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The file \"%s\" cannot be read (%s).".formatted(path, e.getClass().getSimpleName()),
          e);
    } catch (IllegalArgumentException e) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID, "The file \"%s\" is %s.".formatted(path, e.getMessage()), e);
    }
  }

  /** One answer for each line, as soon as the line was read; blank lines are passed over. */
  private void lines(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    boolean tooLong = false;
    for (int c = in.read(); ; c = in.read()) {
      if (c != '\n' && c >= 0) {
        tooLong |= line.length() == LINE_MAX;
        if (!tooLong) {
          line.append((char) c);
        }
        continue;
      }
      if (!line.toString().isBlank()) {
        Value answer =
            tooLong ? Trial.host("the line is longer than " + LINE_MAX) : answer(line.toString());
        session.terminal().out().println(ValueWriter.text(answer));
        if (!in.ready()) {
          session.terminal().out().flush();
        }
      }
      if (c < 0 || session.isInterrupted() || session.terminal().out().checkError()) {
        return;
      }
      line.setLength(0);
      tooLong = false;
    }
  }

  private static Value answer(String line) {
    try {
      return Trial.answer(ValueReader.read(line));
    } catch (IllegalArgumentException noJson) {
      return Trial.host("the line is " + noJson.getMessage());
    }
  }
}
