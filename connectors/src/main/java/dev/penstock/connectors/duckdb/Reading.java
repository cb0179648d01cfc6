package dev.penstock.connectors.duckdb;

import dev.penstock.engine.row.Tag;

/** The forms in which columns arrive, each with the canonical kind it becomes. */
enum Reading {
  TRUTH(Tag.BOOLEAN),
  /** A whole number that fits a long. */
  WHOLE(Tag.NUMBER),
  /** A number in plain decimal digits. */
  DIGITS(Tag.NUMBER),
  SINGLE(Tag.FLOAT),
  DOUBLE(Tag.FLOAT),
  TEXT(Tag.TEXT),
  DATE(Tag.DATE),
  DATE_TIME(Tag.LOCAL_DATE_TIME),
  INSTANT(Tag.INSTANT),
  /** Base64 already. */
  BASE64(Tag.BYTES),
  JSON(Tag.JSON);

  private final Tag tag;

  Reading(Tag tag) {
    this.tag = tag;
  }

  Tag tag() {
    return tag;
  }
}
