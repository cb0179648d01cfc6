package dev.penstock.server.cli;

import dev.penstock.engine.run.Counts;

/**
 * What was found of a model's rows, in JSON: the counts that a plan and a run have in common. See
 * the protocol for what they add up to.
 */
record FoundShape(
    long read,
    long added,
    long updated,
    long unsettled,
    long deleted,
    long unchanged,
    long settledWithoutSending,
    long suppressed,
    long sourceRejected,
    long planned) {
  static FoundShape of(Counts counts) {
    return new FoundShape(
        counts.read(),
        counts.added(),
        counts.updated(),
        counts.unsettled(),
        counts.deleted(),
        counts.unchanged(),
        counts.settledWithoutSending(),
        counts.suppressed(),
        counts.sourceRejected(),
        counts.planned());
  }
}
