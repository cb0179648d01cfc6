package dev.penstock.engine.extract;

import java.util.LinkedHashSet;
import java.util.Set;

/** Which columns of a model are read. */
public sealed interface ColumnUse {
  /** Every column: the mapping sends the whole row. */
  record All() implements ColumnUse {}

  /** These columns, besides the key. */
  record Only(Set<String> names) implements ColumnUse {
    public Only {
      names = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(names));
    }
  }
}
