package dev.penstock.server.cli;

/** Bounds of what a command lists. */
final class Limits {
  /** A list for people or a script; everything at once is what an export is for. */
  private static final int LIST_MAX = 10_000;

  private Limits() {}

  static int checked(int limit) {
    if (limit < 1 || limit > LIST_MAX) {
      throw new UsageException(
          "--limit cannot be " + limit + ".", "Give a number from 1 to " + LIST_MAX + ".");
    }
    return limit;
  }
}
