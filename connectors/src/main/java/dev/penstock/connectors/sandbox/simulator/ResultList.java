package dev.penstock.connectors.sandbox.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The records that an answer speaks of, beside those that were sent. */
public enum ResultList {
  RIGHT,
  /** The last one is missing. */
  SHORTER,
  /** The last one comes twice. */
  LONGER,
  /** The other way round. */
  REORDERED,
  /** The last one is a record that nobody sent. */
  UNKNOWN_ID;

  static final String STRANGER = "nobody-sent-this";

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether an answer about so many records can be wrong in this way. */
  boolean isPossible(int records) {
    return this != RIGHT && records > (this == REORDERED ? 1 : 0);
  }

  /** The positions that are spoken of, in order. */
  List<Integer> of(int records) {
    var positions = new ArrayList<Integer>();
    for (int i = 0; i < records; i++) {
      positions.add(this == REORDERED ? records - 1 - i : i);
    }
    if (this == SHORTER) {
      positions.removeLast();
    } else if (this == LONGER) {
      positions.add(records - 1);
    }
    return positions;
  }

  /** The id said at a place of the list. */
  String id(int place, int records, String real) {
    return this == UNKNOWN_ID && place == records - 1 ? STRANGER : real;
  }
}
