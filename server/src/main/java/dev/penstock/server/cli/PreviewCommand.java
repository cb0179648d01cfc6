package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.server.PreviewReport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock preview}: records as they would be sent. */
@Command(name = "preview", description = PreviewCommand.DESCRIPTION, sortOptions = false)
final class PreviewCommand implements Callable<Integer> {
  static final String DESCRIPTION = "Shows records as the mapping makes them; sends nothing.";

  private final Session session;

  @Parameters(paramLabel = "SYNC", description = "The sync to look at.")
  private String sync = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "25",
      description = "The first so many rows (default: 25).")
  private int limit;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Only the row of this key; parts of a key are joined by commas.")
  private Optional<String> key = Optional.empty();

  PreviewCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    PreviewReport report = session.penstock().preview(sync, Limits.checked(limit), key);
    if (session.options().json()) {
      session.json(Shape.of(report));
    } else if (report.records().isEmpty()) {
      session.say(key.isPresent() ? "The model has no row of this key." : "The model has no rows.");
    } else {
      print(report);
    }
    return ExitCode.OK.number();
  }

  private void print(PreviewReport report) {
    for (PreviewReport.Shown one : report.records()) {
      session.say(
          Texts.safe(one.key())
              + "  "
              + Texts.safe(one.why().map(why -> "cannot be mapped: " + why).orElse(one.payload())));
    }
    long bad = report.records().stream().filter(one -> one.why().isPresent()).count();
    session.say(
        "%s for %s of %s%s; nothing was sent."
            .formatted(
                Texts.count(report.records().size(), "record"),
                Texts.safe(report.action()),
                Texts.safe(report.destination()),
                bad > 0 ? ", " + Texts.number(bad) + " of which cannot be mapped" : ""));
    report.hints().forEach(hint -> session.say("Hint: " + Texts.safe(hint)));
    session.say("Next: " + session.command("plan " + sync));
  }

  /** The result in JSON. */
  record Shape(
      @JsonProperty("format_version") int formatVersion,
      String sync,
      List<RecordShape> records,
      List<String> hints) {
    static Shape of(PreviewReport report) {
      return new Shape(
          JsonOutput.FORMAT_VERSION,
          report.sync(),
          report.records().stream().map(RecordShape::of).toList(),
          report.hints());
    }
  }

  /** A record in JSON; the payload is JSON in a text, byte by byte as it would go out. */
  record RecordShape(String key, Optional<String> payload, Optional<String> error) {
    static RecordShape of(PreviewReport.Shown record) {
      return new RecordShape(
          record.key(),
          record.why().isPresent() ? Optional.empty() : Optional.of(record.payload()),
          record.why());
    }
  }
}
