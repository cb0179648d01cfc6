package dev.penstock.server.project;

import dev.penstock.server.InitReport;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commented files of a new project: one sync from a table to a webhook. */
public final class SampleProject {
  private static final Map<String, String> FILES = files();

  private SampleProject() {}

  /**
   * Writes the files that are not there yet, making folders as needed.
   *
   * @throws IOException when a file cannot be written; those written before stay
   */
  public static InitReport writeTo(Path root) throws IOException {
    List<String> written = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path path = root.resolve(file.getKey());
      Path folder = path.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try {
        Files.writeString(path, file.getValue(), StandardOpenOption.CREATE_NEW);
        written.add(file.getKey());
      } catch (FileAlreadyExistsException _) {
        kept.add(file.getKey());
      }
    }
    return new InitReport(written, kept);
  }

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    addProject(files);
    addSourceAndModel(files);
    addDestinationAndSync(files);
    Schemas.all()
        .forEach(
            (name, schema) -> files.put(SchemaFiles.FOLDER + "/" + name, schema.text() + "\n"));
    return files;
  }

  private static void addProject(Map<String, String> files) {
    files.put(
        "penstock.yaml",
        """
        # yaml-language-server: $schema=.penstock/schema/penstock.json
        # The project. Held state and history are kept under this name.
        project: my_project
        # Public addresses only, and these: the simulated destination is on this machine.
        egress: {allow: [127.0.0.1]}
        """);
    files.put(
        ".gitignore",
        """
        # What Penstock keeps: held state, plans, the embedded ledger and schemas for editors.
        .penstock/
        """);
  }

  private static void addSourceAndModel(Map<String, String> files) {
    files.put(
        "sources/pg.yaml",
        """
        # yaml-language-server: $schema=../.penstock/schema/source.json
        # A database that models are read from. Reading rights are enough.
        source: pg
        type: postgresql
        settings:
          host: 127.0.0.1
          port: 5432
          database: shop
          user: reader
          # Secrets stay outside of files: export PG_PASSWORD=... before starting Penstock.
          password: "${env:PG_PASSWORD}"
          # sslmode: verify-full
          # statement_timeout: 1h
        """);
    files.put(
        "models/customers.yaml",
        """
        # yaml-language-server: $schema=../.penstock/schema/model.json
        # The rows to send, and the columns that identify one of them.
        model: customers
        source: pg
        key: [id]
        # One of: table, sql (a file beside this one) or query.
        table: customers
        # sql: customers.sql
        # query: "SELECT id, email, name FROM customers"
        """);
  }

  private static void addDestinationAndSync(Map<String, String> files) {
    files.put(
        "destinations/hook.yaml",
        """
        # yaml-language-server: $schema=../.penstock/schema/destination.json
        # Where the rows go. `penstock destination simulate --port 18081` plays this part.
        destination: hook
        type: webhook
        settings:
          url: "http://127.0.0.1:18081/in"
          method: POST
          # array: many records in a request; record: one request for each.
          format: array
        """);
    files.put(
        "syncs/customers_to_hook.yaml",
        """
        # yaml-language-server: $schema=../.penstock/schema/sync.json
        # Keeps the destination equal to the model.
        sync: customers_to_hook
        model: customers
        destination: hook
        action: send
        # Any of added, updated and deleted; or mirror, which is all three.
        changes: [added, updated]
        # Without a mapping the whole row is sent. With one, only the columns it uses count as
        # changes:
        # mapping:
        #   data:
        #     id: $.properties.id
        #     name: $.properties.name
        delivery: {batch: {records: 1000}, concurrency: 4}
        # Stops a run that would delete or change more than this share of what is held.
        guard: {max_deleted: 5%, max_changed: 50%}
        """);
  }
}
