package dev.penstock.engine.extract;

import dev.penstock.engine.row.RowLimits;

/**
 * What is wanted of one reading of a model.
 *
 * @param model what to read
 * @param current the columns that the current mapping version uses
 * @param alsoForOlder further columns that only older live mapping versions use; never {@code All}
 *     unless {@code current} is
 * @param limits how large rows may be
 */
public record ExtractRequest(
    Model model, ColumnUse current, ColumnUse alsoForOlder, RowLimits limits) {
  public static ExtractRequest of(Model model, ColumnUse current) {
    return new ExtractRequest(
        model, current, new ColumnUse.Only(java.util.Set.of()), RowLimits.DEFAULT);
  }
}
