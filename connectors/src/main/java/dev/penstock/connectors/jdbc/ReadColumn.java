package dev.penstock.connectors.jdbc;

import dev.penstock.engine.row.Column;

/** A column of a model as its source describes it, with whatever the source needs to read it. */
public interface ReadColumn {
  /** Name, kind and the source's own words for its type. */
  Column column();
}
