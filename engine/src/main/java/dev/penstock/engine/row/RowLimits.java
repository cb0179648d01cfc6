package dev.penstock.engine.row;

/**
 * How large a row may be before it is refused as oversize instead of filling the memory.
 *
 * @param cellBytes the largest canonical value of one column, in bytes
 * @param rowBytes the largest canonical row, in bytes
 * @param keyBytes the largest canonical key, in bytes; a key is kept per row, so it is small
 */
public record RowLimits(int cellBytes, int rowBytes, int keyBytes) {
  /** One megabyte a cell and five a row (larger than what tools take), one kilobyte a key. */
  public static final RowLimits DEFAULT = new RowLimits(1 << 20, 5 << 20, 1 << 10);
}
