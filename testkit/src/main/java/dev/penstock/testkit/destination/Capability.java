package dev.penstock.testkit.destination;

/** What some destinations can do and others cannot. What is not declared has to be refused. */
public enum Capability {
  /** A request carries several records. */
  SEVERAL_RECORDS,
  /** The answer has a result for each record, so an answer without them confirms nothing. */
  RESULT_PER_RECORD,
  /** Requests or records carry a key that stays the same when they are repeated. */
  IDEMPOTENCY_KEY
}
