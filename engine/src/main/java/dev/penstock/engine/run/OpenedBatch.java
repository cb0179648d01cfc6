package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;

/**
 * A batch about to be sent, as the journal keeps it: its boundaries survive a crash.
 *
 * @param sequences the plan's numbers of its records, ascending
 */
public record OpenedBatch(int number, Kind kind, long[] sequences) {}
