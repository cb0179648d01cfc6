package dev.penstock.engine.extract;

import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wanted of one reading of a model.
 *
 * @param model what to read
 * @param current the columns that the current mapping version uses
 * @param alsoForOlder further columns that only older live mapping versions use; never {@code All}
 *     unless {@code current} is
 * @param limits how large rows may be
 * @param keys only the rows of these keys, looked up by the source itself; it may give others that
 *     it takes for equal. Empty: all rows
 */
public record ExtractRequest(
    Model model,
    ColumnUse current,
    ColumnUse alsoForOlder,
    RowLimits limits,
    Optional<List<RowKey>> keys) {
  public ExtractRequest {
    keys = keys.map(List::copyOf);
  }

  /** The whole model. */
  public ExtractRequest(Model model, ColumnUse current, ColumnUse alsoForOlder, RowLimits limits) {
    this(model, current, alsoForOlder, limits, Optional.empty());
  }

  public static ExtractRequest of(Model model, ColumnUse current) {
    return new ExtractRequest(model, current, new ColumnUse.Only(Set.of()), RowLimits.DEFAULT);
  }

  /** The same, of some rows only. */
  public ExtractRequest only(List<RowKey> some) {
    return new ExtractRequest(model, current, alsoForOlder, limits, Optional.of(some));
  }
}
