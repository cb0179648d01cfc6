package dev.penstock.storage.held;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.penstock.engine.diff.StateRef;

/** Where the files of one held state are, below the planner's disk. */
public record HeldFiles(String state) {
  private static final String MANIFEST = "manifest.g";

  public static HeldFiles of(StateRef state) {
    return new HeldFiles(state.id());
  }

  public String folder() {
    return state;
  }

  public String manifest(long generation) {
    return state + "/" + manifestName(generation);
  }

  public String partition(int index, long generation) {
    return state + "/" + partitionName(index, generation);
  }

  public static String manifestName(long generation) {
    return MANIFEST + generation;
  }

  /** Whether a file of this name is a manifest or a partition, finished or not. */
  public static boolean isOurs(String name) {
    return name.matches("(manifest|p[0-9]+)\\.g[0-9]+(\\.new)?");
  }

  public static String partitionName(int index, long generation) {
    return "p" + index + ".g" + generation;
  }

  public String runs() {
    return state + "/runs";
  }

  /** Whether a folder of this name can be a run's. */
  public static boolean isRun(String name) {
    return name.matches("[A-Za-z0-9_-]{1,80}");
  }

  public String run(String run) {
    if (!isRun(run)) {
      throw new IllegalArgumentException("not a run id: " + run);
    }
    return runs() + "/" + run;
  }

  /** Stands for the state in each partition, so that files of two states are not confused. */
  long number() {
    return Hashing.xxh3_64().hashCharsToLong(state);
  }
}
