package dev.penstock.server.project;

import dev.penstock.engine.extract.Model;
import java.util.List;
import java.util.Objects;

/**
 * A model as its file declares it.
 *
 * @param source the name of a source of the project
 * @param key the key columns, in order
 */
public record ModelConfig(
    String name,
    String source,
    List<String> key,
    Model.Rows rows,
    Ownership ownership,
    Place place) {
  public ModelConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    key = List.copyOf(key);
  }

  /** In the engine's words. */
  public Model model() {
    return new Model(name, rows, key);
  }
}
