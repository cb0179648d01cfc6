package dev.penstock.server.cli;

import dev.penstock.server.Location;
import dev.penstock.server.project.MappingCheck;
import dev.penstock.server.project.ProjectFiles;
import dev.penstock.server.project.ProjectReading;
import dev.penstock.server.project.References;
import dev.penstock.server.project.SampleProject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person at a terminal, or a script at a pipe, that types one command. */
final class Typed {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final ScriptedPenstock penstock;
  private String answers = "";
  private boolean terminal;
  private int width = SystemTerminal.WIDTH_USUAL;
  private @Nullable Location location;

  Typed(ScriptedPenstock penstock) {
    this.penstock = penstock;
  }

  /** The sample project. */
  static ProjectReading project(Path root) throws IOException {
    SampleProject.writeTo(root);
    return ProjectFiles.read(
        root, References.ofEnvironment(_ -> Optional.of("x")), MappingCheck.NONE);
  }

  /** Sits at a terminal and answers what is asked. */
  Typed atTerminal(String lines) {
    terminal = true;
    answers = lines;
    return this;
  }

  /** Is given lines through a pipe. */
  Typed piped(String lines) {
    answers = lines;
    return this;
  }

  /** Sits at a screen of so many columns. */
  Typed atScreenOf(int columns) {
    terminal = true;
    width = columns;
    return this;
  }

  Typed with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Cli cli() {
    Terminal surroundings =
        new Terminal(
            new BufferedReader(new StringReader(answers)),
            new PrintWriter(out),
            new PrintWriter(err),
            terminal,
            terminal,
            terminal ? width : 0,
            terminal,
            name -> Optional.ofNullable(environment.get(name)),
            Path.of("/here"),
            InstantSource.fixed(ScriptedPenstock.NOON),
            () -> 0);
    return new Cli(
        surroundings,
        where -> {
          location = where;
          return penstock;
        });
  }

  int type(String command) {
    return cli().execute(command.isEmpty() ? new String[0] : command.split(" ", -1));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  Location location() {
    return Optional.ofNullable(location).orElseThrow();
  }
}
