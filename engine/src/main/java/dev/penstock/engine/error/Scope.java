package dev.penstock.engine.error;

/**
 * How far a failure reaches. A bad record costs one record; an expired token holds a million rows
 * and dead-letters none of them.
 */
public enum Scope {
  RECORD,
  BATCH,
  DESTINATION,
  SOURCE,
  SYSTEM
}
