package dev.penstock.storage.planner;

import dev.penstock.storage.plan.KeyIndexWriter;
import dev.penstock.storage.plan.RowsWriter;
import dev.penstock.storage.plan.SequenceSet;

/** What a plan is written to while it is made. Used by one thread. */
record PlanOutput(
    RowsWriter rows, KeyIndexWriter keys, Tally tally, SequenceSet retracted, KeyText keyText) {}
