package dev.penstock.engine.deliver;

import dev.penstock.engine.error.Failure;
import java.util.Collections;
import java.util.List;

/** The one answer that each delivery gets. */
public sealed interface Outcome {
  Outcome ACCEPTED = new Accepted();

  /** The destination confirmed the record. */
  record Accepted() implements Outcome {}

  /** The action declares that there was nothing to do and that this is no error. */
  record Skipped(String why) implements Outcome {}

  /** Not stored, and the same record may be taken later. */
  record Retryable(Failure failure) implements Outcome {}

  /** Not stored, and the same record will not be taken: of a record, or of the batch as a whole. */
  record Rejected(Failure failure) implements Outcome {}

  /** It may have been stored. */
  record Unknown(Failure failure) implements Outcome {}

  /** The same outcome for every record of a batch. */
  static List<Outcome> all(Batch batch, Outcome outcome) {
    return Collections.nCopies(batch.size(), outcome);
  }
}
