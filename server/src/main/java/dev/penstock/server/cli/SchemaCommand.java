package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.server.project.SchemaFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code penstock schema}: what the project's files may hold, for editors. */
@Command(
    name = "schema",
    description = SchemaCommand.DESCRIPTION,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false)
final class SchemaCommand {
  static final String DESCRIPTION = "Describes the project's files to editors.";

  private final Session session;

  SchemaCommand(Session session) {
    this.session = session;
  }

  @Command(
      name = "export",
      description = "Writes a JSON Schema for each kind of file.",
      sortOptions = false)
  int export(
      @Parameters(
              paramLabel = "DIR",
              arity = "0..1",
              description = "Where to (default: .penstock/schema in the project).")
          Optional<Path> folder) {
    if (folder.isEmpty()) {
      session.penstock().validate().nameOrThrow();
    }
    Path here = session.terminal().here();
    Path to =
        folder
            .map(here::resolve)
            .orElseGet(
                () ->
                    session
                        .options()
                        .location(session.terminal())
                        .project()
                        .resolve(SchemaFiles.FOLDER))
            .normalize();
    try {
      List<Path> written = SchemaFiles.writeTo(to);
      if (session.options().json()) {
        session.json(
            new Shape(JsonOutput.FORMAT_VERSION, written.stream().map(Path::toString).toList()));
      }
      written.forEach(file -> session.say("wrote  " + Texts.safe(file.toString())));
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "The schemas cannot be written to \"%s\" (%s). Name a folder that this user may write to."
              .formatted(to, e.getClass().getSimpleName()),
          e);
    }
  }

  /** The result in JSON. */
  record Shape(@JsonProperty("format_version") int formatVersion, List<String> written) {}
}
