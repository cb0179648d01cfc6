package dev.penstock.engine.run;

/** Where a run is, or how it ended. */
public enum RunStatus {
  EXTRACTING(false),
  DELIVERING(false),
  /** The mass-change guard stopped it before anything was sent. */
  AWAITING_APPROVAL(true),
  /** Everything planned was delivered. */
  SUCCEEDED(true),
  /** Something was delivered, and dead letters or source-rejected rows are left. */
  PARTIAL(true),
  /** It could not finish, or delivered nothing of something planned. */
  FAILED(true),
  CANCELLED(true),
  /** The destination holds it off; the rest is found again by the next run. */
  DEFERRED(true);

  private final boolean end;

  RunStatus(boolean end) {
    this.end = end;
  }

  public boolean isEnd() {
    return end;
  }
}
