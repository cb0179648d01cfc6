package dev.penstock.server.project;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A valid project: every reference leads somewhere. Immutable.
 *
 * @param name what held state and history are kept under
 * @param root the project folder
 */
public record Project(
    String name,
    Path root,
    SortedMap<String, SourceConfig> sources,
    SortedMap<String, ModelConfig> models,
    SortedMap<String, DestinationConfig> destinations,
    SortedMap<String, SyncConfig> syncs) {
  /** The name of a project that has no {@code penstock.yaml}. */
  public static final String DEFAULT_NAME = "default";

  public Project {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    destinations = Collections.unmodifiableSortedMap(new TreeMap<>(destinations));
    syncs = Collections.unmodifiableSortedMap(new TreeMap<>(syncs));
  }
}
