package dev.penstock.connectors.postgresql;

import dev.penstock.engine.row.Tag;

/** The binary forms in which columns arrive, each with the canonical kind it becomes. */
enum Reading {
  BOOL(Tag.BOOLEAN),
  INT2(Tag.NUMBER),
  INT4(Tag.NUMBER),
  INT8(Tag.NUMBER),
  OID(Tag.NUMBER),
  NUMERIC(Tag.NUMBER),
  FLOAT4(Tag.FLOAT),
  FLOAT8(Tag.FLOAT),
  TEXT(Tag.TEXT),
  UUID(Tag.TEXT),
  DATE(Tag.DATE),
  TIME(Tag.TIME),
  TIMESTAMP(Tag.LOCAL_DATE_TIME),
  TIMESTAMPTZ(Tag.INSTANT),
  BYTEA(Tag.BYTES),
  JSON(Tag.JSON);

  private final Tag tag;

  Reading(Tag tag) {
    this.tag = tag;
  }

  Tag tag() {
    return tag;
  }
}
