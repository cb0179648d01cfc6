package dev.penstock.server.project;

import java.util.Comparator;
import java.util.Objects;

/**
 * Where something stands in a project.
 *
 * @param file the path relative to the project folder, with slashes
 * @param line from 1
 * @param column in characters, from 1
 */
public record Place(String file, int line, int column) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  public Place {
    Objects.requireNonNull(file, "file");
  }

  /** The file as a whole. */
  public static Place startOf(String file) {
    return new Place(file, 1, 1);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** As editors and terminals understand it: {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
