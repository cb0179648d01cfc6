package dev.penstock.engine.liquid;

/** What one rendering may use, so that no template stops a run. */
final class Budget {
  /** LiquidJS' limit in Segment's engine. */
  private static final long NANOS = 500_000_000L;

  /**
   * Characters and list items made while rendering. Segment allows 100 million; we keep inside a
   * heap of 256 MB, which also holds everything else.
   */
  private static final long UNITS = 10_000_000;

  private final long began = System.nanoTime();
  private long used;

  /** Called before that many characters or items are made. */
  void use(long units) {
    used += units;
    if (used > UNITS) {
      throw new LiquidException("memory alloc limit exceeded");
    }
    if (System.nanoTime() - began > NANOS) {
      throw new LiquidException("template render limit exceeded");
    }
  }
}
