package dev.penstock.server.project;

import dev.penstock.engine.run.Crashpoint;
import dev.penstock.server.Location;
import dev.penstock.server.wiring.LocalPenstock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A project folder of a test: valid at first, then as the test changes it. */
final class Folder {
  static final String SOURCE = "sources/pg.yaml";
  static final String MODEL = "models/customers.yaml";
  static final String DESTINATION = "destinations/hook.yaml";
  static final String SYNC = "syncs/customers_to_hook.yaml";

  private static final Map<String, String> VALID =
      Map.of(
          SOURCE,
          """
          source: pg
          type: postgresql
          settings: {host: 127.0.0.1, port: 5432, database: shop, user: reader, password: "${env:PG_PASSWORD}"}
          """,
          MODEL,
          """
          model: customers
          source: pg
          key: [id]
          table: customers
          """,
          DESTINATION,
          """
          destination: hook
          type: webhook
          settings: {url: "http://127.0.0.1:18081/in", method: POST, format: array}
          """,
          SYNC,
          """
          sync: customers_to_hook
          model: customers
          destination: hook
          action: send
          changes: [added, updated]
          delivery: {batch: {records: 1000}, concurrency: 4}
          guard: {max_deleted: 5%, max_changed: 50%}
          """);

  private final Path root;
  private final Map<String, String> environment;

  private Folder(Path root, Map<String, String> environment) {
    this.root = root;
    this.environment = environment;
  }

  static Folder valid(Path root) {
    Folder folder =
        new Folder(root, Map.of("PG_PASSWORD", "hunter2", "PENSTOCK_SECRET_T", "s3cret"));
    VALID.forEach(folder::write);
    return folder;
  }

  Path root() {
    return root;
  }

  void write(String file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  void write(String file, byte[] bytes) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(root));
      Files.write(path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void replace(String file, String from, String to) {
    try {
      String before = Files.readString(root.resolve(file));
      if (!before.contains(from)) {
        throw new IllegalArgumentException(file + " does not contain " + from);
      }
      write(file, before.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same as {@code penstock validate} reads it, mappings too. */
  ProjectReading readByTheEngine() {
    return new LocalPenstock(
            new Location(root, root.resolve(".penstock"), Optional.empty(), Duration.ZERO),
            References.ofEnvironment(name -> Optional.ofNullable(environment.get(name))),
            environment,
            InstantSource.system(),
            new SplittableRandom(1),
            Crashpoint.NONE)
        .validate();
  }

  ProjectReading read() {
    return ProjectFiles.read(
        root,
        References.ofEnvironment(name -> Optional.ofNullable(environment.get(name))),
        MappingCheck.NONE);
  }
}
