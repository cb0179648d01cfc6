package dev.penstock.engine.run;

/**
 * The outcomes of {@link #SIZE} neighbouring sequence numbers, two bits each, lowest first; the
 * codes are those of {@code PlanOutcomes.Disposition}.
 */
public record OutcomeChunk(int number, byte[] bits) {
  /** 16,384 changes are 4 KB: one page, rewritten when any of them changes. */
  public static final int SIZE = 1 << 14;

  public static final int BYTES = SIZE / 4;
}
