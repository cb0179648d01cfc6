package dev.penstock.server.project;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Remembers where the keys of each file stand, for faults that show only across files. */
final class Outline {
  private final Map<String, Map<String, Place>> places = new HashMap<>();
  private final Set<String> broken = new HashSet<>();

  void add(String file, Map<String, Place> keys) {
    places.put(file, keys);
  }

  /** A file of the folder could not be read, so what it declares is not known. */
  void addBroken(String folder) {
    broken.add(folder);
  }

  boolean isBroken(String folder) {
    return broken.contains(folder);
  }

  boolean has(Place object, String key) {
    return places.getOrDefault(object.file(), Map.of()).containsKey(key);
  }

  /**
   * Where the key's value stands, or the nearest key above it, in the object's file; slashes lead
   * into nested keys.
   */
  Place of(Place object, String key) {
    Map<String, Place> known = places.getOrDefault(object.file(), Map.of());
    String path = key;
    while (!known.containsKey(path) && path.contains("/")) {
      path = path.substring(0, path.lastIndexOf('/'));
    }
    return known.getOrDefault(path, object);
  }
}
