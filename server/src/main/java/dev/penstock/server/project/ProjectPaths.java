package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens files that other files of the project name, and nothing outside the project. */
final class ProjectPaths {
  private final Path root;
  private final FileText files;

  /** Below a folder whose links are resolved. */
  ProjectPaths(Path root, FileText files) {
    this.root = root;
    this.files = files;
  }

  /** The text of the SQL file that a model names, relative to the model's file. */
  Optional<String> sql(Fields fields) {
    return fields.text("sql").flatMap(name -> named(name, "sql", fields));
  }

  /** The mapping in a JSON file, taken literally. */
  Optional<Json> mapping(String name, Fields fields) {
    Optional<String> text = named(name, "mapping_file", fields);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Path file = folder(fields).resolve(name).normalize();
    FileScope scope = fields.scope();
    FileScope inner =
        new FileScope(
            root.relativize(file).toString().replace('\\', '/'),
            scope.problems(),
            scope.references());
    // JSON is YAML but for tabs between tokens; inside its strings a bare tab is not allowed.
    return new YamlText(text.get().replace('\t', ' '), inner.file(), scope.problems())
        .compose()
        .map(new MappingReader(inner)::literal);
  }

  private Path folder(Fields fields) {
    Path folder = root.resolve(fields.scope().file()).getParent();
    return folder == null ? root : folder;
  }

  private Optional<String> named(String name, String key, Fields fields) {
    Path folder = folder(fields);
    Optional<Path> file = inside(name, folder);
    if (file.isEmpty()) {
      fields
          .scope()
          .problems()
          .error(
              ProblemCode.PATH_OUTSIDE,
              fields.valuePlace(key),
              "`" + name + "` leaves the project folder.",
              "Name a file beside this one.");
      return Optional.empty();
    }
    if (key.equals("sql") && name.contains(" ") && !Files.exists(file.get())) {
      fields.invalid(
          key, "`sql` must be the name of a file, not a statement.", "Did you mean `query`?");
      return Optional.empty();
    }
    if (!Files.exists(file.get())) {
      fields
          .scope()
          .problems()
          .misspelt(
              ProblemCode.FILE_UNREADABLE,
              fields.valuePlace(key),
              "There is no file `" + name + "`.",
              name,
              beside(folder));
      return Optional.empty();
    }
    return files.read(file.get(), fields.valuePlace(key));
  }

  private static Optional<Path> inside(String name, Path folder) {
    try {
      Path path = Path.of(name);
      boolean climbs = Stream.of(name.split("[/\\\\]", -1)).anyMatch(".."::equals);
      return path.isAbsolute() || climbs
          ? Optional.empty()
          : Optional.of(folder.resolve(path).normalize());
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static List<String> beside(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".yaml") && !name.endsWith(".yml"))
          .sorted()
          .limit(100)
          .toList();
    } catch (IOException _) {
      return List.of();
    }
  }
}
