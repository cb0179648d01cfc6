package dev.penstock.engine.map;

import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.row.Columns;

/**
 * How the fields of an action are filled from a row: one version, compiled. Immutable and
 * thread-safe. The full language lives behind this port.
 */
public interface Mapping {
  /**
   * A number that stands for this mapping's meaning: equal definitions have equal versions on every
   * machine and in every release.
   */
  long version();

  /** The definition as JSON, to be kept with held state made under it. */
  String definition();

  /** Which columns it reads. */
  ColumnUse columns();

  /**
   * Binds it to the layout of an extract.
   *
   * @throws dev.penstock.engine.error.PenstockException SCHEMA_DRIFT when a column that it reads is
   *     missing
   */
  Rendering bind(Columns columns);
}
