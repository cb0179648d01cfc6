package dev.penstock.storage.plan;

import dev.penstock.engine.diff.PlanSummary;
import dev.penstock.storage.disk.Packer;
import dev.penstock.storage.disk.Unpacker;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a sealed plan.
 *
 * @param end one more than the highest sequence number
 * @param retracted sequence numbers whose key occurs more than once
 */
record PlanFooter(long end, SequenceSet retracted, PlanSummary summary) {
  static final String NAME = "PSKS";
  static final int VERSION = 1;

  Packer pack() {
    Packer fields =
        new Packer()
            .number(end)
            .number(summary.read())
            .number(summary.added())
            .number(summary.updated())
            .number(summary.unsettledAdded())
            .number(summary.unsettledUpdated())
            .number(summary.deleted())
            .number(summary.unchanged())
            .number(summary.settledWithoutSending())
            .number(summary.suppressed())
            .number(summary.suppressedGone())
            .number(summary.nullKeys())
            .number(summary.duplicateKeys())
            .number(summary.oversizeRows())
            .number(summary.unreadableRows())
            .number(summary.gone())
            .number(summary.heldBefore())
            .flag(summary.whole())
            .small(summary.oddRows().size());
    for (var sample : summary.oddRows()) {
      fields.text(sample.code()).text(sample.key());
    }
    retracted.pack(fields);
    return fields;
  }

  static PlanFooter unpack(Unpacker fields) {
    long end = fields.number();
    PlanSummary counts =
        new PlanSummary(
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.number(),
            fields.flag(),
            samples(fields));
    SequenceSet retracted = SequenceSet.unpack(fields);
    fields.end();
    return new PlanFooter(end, retracted, counts);
  }

  private static List<PlanSummary.OddRow> samples(Unpacker fields) {
    int count = fields.count();
    List<PlanSummary.OddRow> samples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      samples.add(new PlanSummary.OddRow(fields.text(), fields.text()));
    }
    return samples;
  }
}
