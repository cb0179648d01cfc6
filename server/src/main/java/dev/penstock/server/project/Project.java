package dev.penstock.server.project;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A valid project: every reference leads somewhere. Immutable.
 *
 * @param name what held state and history are kept under
 * @param root the project folder
 * @param egress which addresses besides public ones may be sent to: hosts, addresses, ranges
 */
public record Project(
    String name,
    Path root,
    List<String> egress,
    SortedMap<String, SourceConfig> sources,
    SortedMap<String, ModelConfig> models,
    SortedMap<String, DestinationConfig> destinations,
    SortedMap<String, SyncConfig> syncs) {
  /** The name of a project that has no {@code penstock.yaml}. */
  public static final String DEFAULT_NAME = "default";

  public Project {
    egress = List.copyOf(egress);
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    destinations = Collections.unmodifiableSortedMap(new TreeMap<>(destinations));
    syncs = Collections.unmodifiableSortedMap(new TreeMap<>(syncs));
  }

  /** The source of this name, which another file of this project refers to. */
  public SourceConfig source(String named) {
    return present(sources, named);
  }

  /** The model of this name. */
  public ModelConfig model(String named) {
    return present(models, named);
  }

  /** The destination of this name. */
  public DestinationConfig destination(String named) {
    return present(destinations, named);
  }

  /** The sync of this name. */
  public SyncConfig sync(String named) {
    return present(syncs, named);
  }

  private static <T> T present(SortedMap<String, T> known, String named) {
    T found = known.get(named);
    if (found == null) {
      throw new IllegalArgumentException("the project has no `" + named + "`");
    }
    return found;
  }
}
