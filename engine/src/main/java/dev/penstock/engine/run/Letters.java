package dev.penstock.engine.run;

import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.row.RowView;
import java.util.ArrayList;
import java.util.List;

/** Writes the dead letters of a run and keeps them until the next commit. */
final class Letters {
  private final Plan plan;
  private final RowView view;
  private final Origins origins;
  private final OutcomeBits bits;
  private List<DeadLetter> unsaved = new ArrayList<>();

  Letters(Plan plan, Origins origins, OutcomeBits bits) {
    this.plan = plan;
    this.view = new RowView(plan.columns());
    this.origins = origins;
    this.bits = bits;
  }

  /** A record of a batch that the destination refused. */
  record Rejection(int index, Failure failure) {}

  void add(DeadLetter letter) {
    unsaved.add(letter);
  }

  /** Makes letters of refused records; their keys are read from the plan, in one pass. */
  void rejected(Attempt attempt, List<Rejection> rejections) {
    if (rejections.isEmpty()) {
      return;
    }
    Batch batch = attempt.batch();
    long first = batch.records().get(rejections.getFirst().index()).sequence();
    try (PlanCursor cursor = plan.cursor(first)) {
      cursor.next();
      for (Rejection rejection : rejections) {
        Delivery record = batch.records().get(rejection.index());
        while (cursor.sequence() < record.sequence()) {
          cursor.next();
        }
        view.wrap(cursor.bytes(), cursor.offset(), cursor.length());
        unsaved.add(letter(batch, record, rejection, attempt.requestId()));
      }
    }
  }

  private DeadLetter letter(Batch batch, Delivery record, Rejection rejection, String requestId) {
    return new DeadLetter(
        record.key(),
        view.key(),
        batch.kind(),
        record.target(),
        record.sequence(),
        record.change().toString(),
        record.origin(),
        batch.payload(rejection.index()),
        rejection.failure(),
        requestId,
        true,
        origins.inDoubt(record.key()) || bits.inDoubt(record.sequence()));
  }

  List<DeadLetter> take() {
    List<DeadLetter> taken = unsaved;
    unsaved = new ArrayList<>();
    return taken;
  }
}
