package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import java.util.List;
import java.util.Optional;

/** Asks the engine whether a mapping means something. Pure. */
@FunctionalInterface
public interface MappingCheck {
  /** Believes every mapping. */
  MappingCheck NONE = (_, _, _) -> List.of();

  /**
   * What is wrong with it.
   *
   * @param path where, as keys and directives with a slash before each: {@code /data/@if/then}
   * @param message a sentence
   * @param suggestion what to write instead, as a sentence
   */
  record Fault(String path, String message, Optional<String> suggestion) {}

  /** Everything wrong with a mapping for an action of a type of destination. */
  List<Fault> faults(String destinationType, String action, Json mapping);
}
