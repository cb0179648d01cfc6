package dev.penstock.connectors.mysql;

import dev.penstock.engine.row.Tag;

/** The forms in which columns arrive, each with the canonical kind it becomes. */
enum Reading {
  /** 0 or 1. */
  TRUTH(Tag.BOOLEAN),
  /** A whole number that fits a long. */
  WHOLE(Tag.NUMBER),
  /** A number in plain decimal digits. */
  DIGITS(Tag.NUMBER),
  /** A single-precision number, widened by the server. */
  SINGLE(Tag.FLOAT),
  DOUBLE(Tag.FLOAT),
  TEXT(Tag.TEXT),
  DATE(Tag.DATE),
  DATE_TIME(Tag.LOCAL_DATE_TIME),
  /** A date and time of the session, which is in UTC. */
  INSTANT(Tag.INSTANT),
  BYTES(Tag.BYTES),
  JSON(Tag.JSON);

  private final Tag tag;

  Reading(Tag tag) {
    this.tag = tag;
  }

  Tag tag() {
    return tag;
  }
}
