package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the schemas of a project's files to where editors look for them. */
public final class SchemaFiles {
  /** Below the project folder, as the samples of {@code penstock init} name it. */
  public static final String FOLDER = ".penstock/schema";

  private SchemaFiles() {}

  /**
   * Writes every schema over an older one and gives the files.
   *
   * @throws IOException when one cannot be written; those written before stay
   */
  public static List<Path> writeTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, Json.Obj> schema : Schemas.all().entrySet()) {
      Path file = folder.resolve(schema.getKey());
      Files.writeString(file, schema.getValue().text() + "\n");
      written.add(file);
    }
    return written;
  }
}
