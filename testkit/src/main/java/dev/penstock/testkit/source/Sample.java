package dev.penstock.testkit.source;

/**
 * Data sets that a source under test provides as models. The key column is {@code id} everywhere, a
 * whole number; column names are exact.
 */
public enum Sample {
  /** Columns id, name, age: (1, Ada, 36), (2, Grace, null), (3, empty text, 0), in any order. */
  PEOPLE,
  /** The columns of {@link #PEOPLE} and no rows. */
  NOBODY,
  /** Columns id, name: one row whose id is null. */
  NULL_KEY,
  /**
   * Columns {@code id}, {@code Mixed Case}, {@code say "hi"} and {@link
   * SourceContract#oddestName()}: one row (1, a, b, c).
   */
  ODD_NAMES,
  /** Columns id, text: a row for each of {@link SourceContract#TEXTS}, id counted from 0. */
  TEXTS,
  /**
   * Columns id, small, big, exact: one row (1, -9223372036854775808, 9007199254740993, {@link
   * SourceContract#longestExact()} with one more zero).
   */
  BIG_NUMBERS,
  /**
   * Columns id, number: (1, NaN), (2, infinity), (3, -infinity), (4, 0.1), as doubles; only the
   * last where doubles cannot be such.
   */
  NOT_NUMBERS,
  /** Two columns of the name {@code twice} besides id. */
  DUPLICATE_NAMES,
  /** {@code id} and 1,000 further columns. */
  TOO_WIDE,
  /** A query with a mistake in its spelling. */
  BROKEN,
  /** A query that fails while its rows are read, after at least one. */
  BREAKS_LATE,
  /** Two statements, the first of them good. */
  TWO_STATEMENTS,
  /** A query that writes: must be refused, and nothing may be written. */
  WRITING,
  /** Columns id, text: 100,000 rows, id counted from 1, with a text of about 100 characters. */
  MANY,
  /** A query that takes minutes before its first row, or for ever. */
  SLOW,
  /**
   * Columns id, text: (1, short), (2, two megabytes of x), (3, short): the second is over the
   * default limits.
   */
  HUGE_CELL,
  /** A column {@code id} with inexact numbers, to be used as the key. */
  INEXACT_KEY
}
