package dev.penstock.engine.map;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.row.RowView;
import java.util.Optional;

/** A mapping bound to a layout. Pure: the same row gives the same bytes. Used by one thread. */
public interface Rendering {
  /**
   * Appends the record's payload as JSON. A deleted row has its key columns, the others are null.
   *
   * @return why the record cannot be mapped, with the writer back where it was; empty when it could
   */
  Optional<Failure> render(RowView row, Kind kind, JsonWriter out);
}
