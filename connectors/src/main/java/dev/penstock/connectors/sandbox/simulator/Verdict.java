package dev.penstock.connectors.sandbox.simulator;

/** What became of one record. */
record Verdict(boolean effect, boolean repeat, RecordError error) {
  static final Verdict UNTOUCHED = new Verdict(false, false, RecordError.NONE);

  static Verdict refused(RecordError error) {
    return new Verdict(false, false, error);
  }
}
