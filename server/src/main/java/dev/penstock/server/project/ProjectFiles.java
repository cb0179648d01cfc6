package dev.penstock.server.project;

import dev.penstock.engine.extract.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a project folder: every file, every problem at once. Reads below that folder only and opens
 * no connection. Used once, by one thread.
 */
public final class ProjectFiles {
  /** More files than a project of people has; a wrong folder is noticed before it is read. */
  private static final int FILES_MAX = 5_000;

  private static final String PROJECT_FILE = "penstock.yaml";
  private static final List<String> FOLDERS =
      List.of("sources", "models", "destinations", "syncs", "alerts", "connectors", "tests");

  /** Any of these makes a folder a project, empty or not. */
  private static final List<String> SIGNS =
      List.of(PROJECT_FILE, "sources", "models", "destinations", "syncs");

  private static final String FIND_OR_MAKE =
      "Go to one, name it with --project, or make one: `penstock init`.";

  private final Path root;
  private final References references;
  private final MappingCheck mappings;
  private final Problems problems = new Problems();
  private final Outline outline = new Outline();

  private List<String> egress = List.of();
  private final SortedMap<String, SourceConfig> sources = new TreeMap<>();
  private final SortedMap<String, ModelConfig> models = new TreeMap<>();
  private final SortedMap<String, DestinationConfig> destinations = new TreeMap<>();
  private final SortedMap<String, SyncConfig> syncs = new TreeMap<>();

  private ProjectFiles(Path root, References references, MappingCheck mappings) {
    this.root = root;
    this.references = references;
    this.mappings = mappings;
  }

  /**
   * Everything that the folder holds, and everything wrong with it.
   *
   * @param mappings what the engine says of a mapping
   */
  public static ProjectReading read(Path folder, References references, MappingCheck mappings) {
    try {
      return new ProjectFiles(folder.toRealPath(), references, mappings).read();
    } catch (IOException _) {
      Problems problems = new Problems();
      problems.error(
          ProblemCode.PROJECT_NOT_FOUND,
          Place.startOf(PROJECT_FILE),
          "The project folder " + folder + " does not exist or cannot be read.",
          FIND_OR_MAKE);
      return new ProjectReading(Project.DEFAULT_NAME, Optional.empty(), problems.sorted());
    }
  }

  private ProjectReading read() throws IOException {
    ProjectPaths paths = new ProjectPaths(root, new FileText(root, problems));
    String name = projectName();
    if (SIGNS.stream().map(root::resolve).noneMatch(Files::exists)) {
      problems.error(
          ProblemCode.PROJECT_NOT_FOUND,
          Place.startOf(PROJECT_FILE),
          "There is no Penstock project in " + root + ".",
          FIND_OR_MAKE);
    }
    lookForMisnamedFolders();
    eachFile("sources", ProjectFiles::source, sources, SourceConfig::name, SourceConfig::place);
    eachFile(
        "models",
        fields -> new ModelReader(paths).read(fields),
        models,
        ModelConfig::name,
        ModelConfig::place);
    eachFile(
        "destinations",
        ProjectFiles::destination,
        destinations,
        DestinationConfig::name,
        DestinationConfig::place);
    eachFile(
        "syncs",
        fields -> new SyncReader(paths).read(fields),
        syncs,
        SyncConfig::name,
        SyncConfig::place);
    new Links(mappings, outline, problems).check(sources, models, destinations, syncs);
    Optional<Project> project =
        problems.hasErrors()
            ? Optional.empty()
            : Optional.of(new Project(name, root, egress, sources, models, destinations, syncs));
    return new ProjectReading(name, project, problems.sorted());
  }

  private String projectName() {
    Path file = root.resolve(PROJECT_FILE);
    if (!Files.exists(file)) {
      return Project.DEFAULT_NAME;
    }
    Optional<Fields> fields = fields(file, PROJECT_FILE);
    if (fields.isEmpty()) {
      return Project.DEFAULT_NAME;
    }
    String name = fields.get().has("project") ? fields.get().name("project", "") : "";
    fields.get().text("description");
    fields.get().group("egress").ifPresent(group -> egress = EgressReader.read(group));
    fields.get().refuseOthers();
    return name.isEmpty() ? Project.DEFAULT_NAME : name;
  }

  private void lookForMisnamedFolders() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      List<String> folders =
          children
              .filter(Files::isDirectory)
              .map(child -> child.getFileName().toString())
              .filter(name -> !FOLDERS.contains(name))
              .toList();
      for (String folder : folders) {
        Optional<String> nearest =
            Spelling.nearest(folder, FOLDERS).filter(known -> !folders.contains(known));
        if (nearest.isPresent()) {
          problems.warning(
              ProblemCode.FOLDER_UNKNOWN,
              Place.startOf(folder),
              "The folder `" + folder + "` is not read.",
              "Did you mean `" + nearest.get() + "`?");
        }
      }
    }
  }

  private <T> void eachFile(
      String folder,
      Function<Fields, T> read,
      Map<String, T> found,
      Function<T, String> name,
      Function<T, Place> place)
      throws IOException {
    for (Path file : yamlFiles(folder)) {
      String label = folder + "/" + file.getFileName();
      Optional<T> object = fields(file, label).map(read);
      if (object.isEmpty()) {
        outline.addBroken(folder);
        continue;
      }
      String key = name.apply(object.get());
      if (key.isEmpty()) {
        outline.addBroken(folder);
        continue;
      }
      T first = found.putIfAbsent(key, object.get());
      if (first != null) {
        problems.error(
            ProblemCode.NAME_TAKEN,
            place.apply(object.get()),
            "`" + key + "` is the name of another one, at " + place.apply(first) + ".",
            "Rename one of the two.");
      }
    }
  }

  private List<Path> yamlFiles(String folder) throws IOException {
    Path path = root.resolve(folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    if (!path.toRealPath().startsWith(root)) {
      problems.error(
          ProblemCode.PATH_OUTSIDE,
          Place.startOf(folder),
          "The folder is a link that leaves the project folder.",
          "Move the files into the project.");
      return List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> yaml =
          files
              .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
              .sorted()
              .limit(FILES_MAX + 1)
              .toList();
      if (yaml.size() > FILES_MAX) {
        problems.error(
            ProblemCode.FILE_TOO_LARGE,
            Place.startOf(folder),
            "The folder holds more than " + FILES_MAX + " files.",
            "Divide the project.");
        return List.of();
      }
      return yaml;
    }
  }

  private Optional<Fields> fields(Path file, String label) {
    FileScope scope = new FileScope(label, problems, references);
    Optional<Node> node =
        new FileText(root, problems)
            .read(file, Place.startOf(label))
            .flatMap(text -> new YamlText(text, label, problems).compose());
    Optional<Fields> fields = node.flatMap(found -> Fields.of(found, "The file", scope));
    fields.ifPresent(found -> outline.add(label, found.places()));
    return fields;
  }

  private static SourceConfig source(Fields fields) {
    String name = fields.name("source", "source: NAME");
    var connection = SettingsReader.read(fields, ConnectorTypes.sources());
    Ownership ownership = fields.ownership();
    fields.refuseOthers();
    return new SourceConfig(
        name, connection.type(), connection.settings(), ownership, fields.valuePlace("source"));
  }

  private static DestinationConfig destination(Fields fields) {
    String name = fields.name("destination", "destination: NAME");
    var connection = SettingsReader.read(fields, ConnectorTypes.destinations());
    DestinationConfig.Limits limits =
        fields.group("limits").map(ProjectFiles::limits).orElse(DestinationConfig.Limits.NONE);
    Ownership ownership = fields.ownership();
    fields.refuseOthers();
    return new DestinationConfig(
        name,
        connection.type(),
        connection.settings(),
        limits,
        ownership,
        fields.valuePlace("destination"));
  }

  private static DestinationConfig.Limits limits(Fields fields) {
    var limits =
        new DestinationConfig.Limits(
            fields.rate("rate"),
            fields.number("per_day", 1, Integer.MAX_VALUE),
            fields.percent("reserve"));
    fields.refuseOthers();
    return limits;
  }

  /** Reads the file of a model. */
  private record ModelReader(ProjectPaths paths) {
    private static final Pattern STATEMENT = Pattern.compile("(?i)\\s*(select|with)\\s");

    ModelConfig read(Fields fields) {
      String name = fields.name("model", "model: NAME");
      String source = fields.name("source", "source: NAME");
      List<String> key = fields.texts("key");
      if (!fields.has("key")) {
        fields.missing("key", "key: [id]");
      } else if (key.isEmpty()) {
        fields.invalid(
            "key", "`key` names no column.", "Name the columns that identify a row: `[id]`.");
      } else if (new HashSet<>(key).size() < key.size()) {
        fields.invalid("key", "`key` names a column twice.", "Name each column once.");
      } else if (key.size() == 1 && key.getFirst().matches("\\w+(, *\\w+)+")) {
        fields.invalid(
            "key",
            "`key` must be a list, not one text with commas.",
            "Did you mean `[" + key.getFirst() + "]`?");
      }
      ModelConfig model =
          new ModelConfig(
              name, source, key, rows(fields), fields.ownership(), fields.valuePlace("model"));
      fields.refuseOthers();
      return model;
    }

    private static boolean isStatement(String text) {
      return STATEMENT.matcher(text).lookingAt();
    }

    private Model.Rows rows(Fields fields) {
      List<String> given = Stream.of("table", "sql", "query").filter(fields::has).toList();
      if (given.isEmpty()) {
        fields.missing("table", "table: NAME` or `sql: FILE.sql` or `query: \"SELECT ...\"");
      }
      if (given.size() > 1) {
        fields
            .scope()
            .problems()
            .error(
                ProblemCode.KEY_CONFLICT,
                fields.keyPlace(given.getLast()),
                "`" + given.getLast() + "` excludes `" + given.getFirst() + "`.",
                "Keep one of them.");
      }
      fields
          .text("table")
          .filter(ModelReader::isStatement)
          .ifPresent(
              _ ->
                  fields.invalid(
                      "table",
                      "`table` must be the name of a table or view, not a statement.",
                      "Did you mean `query`?"));
      Optional<String> sql = paths.sql(fields).or(() -> fields.text("query"));
      return fields.has("table")
          ? new Model.Rows.Table(fields.text("table").orElse(""))
          : new Model.Rows.Query(sql.orElse(""));
    }
  }
}
