package dev.penstock.server.cli;

import dev.penstock.server.RunProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Says once for each reason why a run waits for its destination: without it a run that only waits
 * looks like one that hangs. All the progress there is where no line can be redrawn.
 */
final class Waits implements RunProgress {
  /** A wait that nobody notices is not worth a line in a timer's mail. */
  private static final Duration TOLD_MIN = Duration.ofSeconds(1);

  private final String sync;
  private final PrintWriter err;
  private final Set<String> told = new HashSet<>();

  Waits(String sync, PrintWriter err) {
    this.sync = sync;
    this.err = err;
  }

  @Override
  public void at(Phase phase, long done, long total) {}

  @Override
  public synchronized void waiting(String why, Duration time) {
    if (isNews(why, time)) {
      tell(why, time);
    }
  }

  /** Whether it is to be told; the answer is yes once. */
  synchronized boolean isNews(String why, Duration time) {
    return time.compareTo(TOLD_MIN) >= 0 && told.add(why);
  }

  synchronized void tell(String why, Duration time) {
    err.println(
        Texts.safe(sync + ": " + why)
            + " Trying again in "
            + Texts.duration(time)
            + "; later waits may be longer.");
    err.flush();
  }
}
