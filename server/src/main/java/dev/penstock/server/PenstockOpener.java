package dev.penstock.server;

/** Makes a {@link Penstock} for the place that a command names. Opens nothing by itself. */
@FunctionalInterface
public interface PenstockOpener {
  Penstock open(Location location);
}
