package dev.penstock.server.wiring;

import dev.penstock.engine.run.Crashpoint;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process, as {@code kill -9} would, the n-th time that a run passes a moment. Exists for
 * tests: only a system property of the JVM can ask for it, which no configuration and no API sets.
 */
public final class HaltingCrashpoint implements Crashpoint {
  /** For example {@code AFTER_SEND:3}. */
  public static final String PROPERTY = "penstock.test.halt";

  /** What the shell shows for a process that was killed. */
  private static final int KILLED = 137;

  private final Moment moment;
  private final AtomicLong left;

  private HaltingCrashpoint(Moment moment, long hits) {
    this.moment = moment;
    this.left = new AtomicLong(hits);
  }

  /** Does nothing, unless the property says otherwise. */
  public static Crashpoint fromTestProperty() {
    return of(System.getProperty(PROPERTY));
  }

  static Crashpoint of(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return NONE;
    }
    int colon = text.indexOf(':');
    return new HaltingCrashpoint(
        Moment.valueOf(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  @Override
  public void at(Moment passed) {
    if (passed == moment && left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
