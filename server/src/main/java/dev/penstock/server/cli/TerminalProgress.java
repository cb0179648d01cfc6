package dev.penstock.server.cli;

import dev.penstock.server.RunProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws how far a run is on one line of a terminal: phase, rows, rate and time left. Above that
 * line stays what it waited for.
 */
final class TerminalProgress implements RunProgress, AutoCloseable {
  /** Five times a second looks alive; more would cost time at the terminal. */
  private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();

  /** Rates over less time than this jump about. */
  private static final long RATE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final String ERASE = "\r\u001b[K";

  private final String sync;
  private final PrintWriter err;
  private final LongSupplier nanos;
  private final Waits waits;

  private @Nullable Phase phase;
  private long phaseStart;
  private long lastDrawn;
  private boolean drawn;

  TerminalProgress(String sync, PrintWriter err, LongSupplier nanos) {
    this.sync = sync;
    this.err = err;
    this.nanos = nanos;
    this.waits = new Waits(sync, err);
  }

  @Override
  public synchronized void at(Phase now, long done, long total) {
    long time = nanos.getAsLong();
    boolean changed = now != phase;
    if (changed) {
      phase = now;
      phaseStart = time;
    }
    if (!changed && time - lastDrawn < REDRAW_NANOS) {
      return;
    }
    lastDrawn = time;
    drawn = true;
    err.print(ERASE + line(now, done, total, time - phaseStart));
    err.flush();
  }

  @Override
  public synchronized void waiting(String why, Duration time) {
    if (waits.isNews(why, time)) {
      close();
      waits.tell(why, time);
    }
  }

  private String line(Phase now, long done, long total, long elapsed) {
    StringBuilder line = new StringBuilder(Texts.safe(sync)).append(": ").append(word(now));
    if (done > 0 || total > 0) {
      line.append("  ").append(Texts.number(done));
      if (total > 0) {
        line.append(" of ").append(Texts.number(total));
      }
    }
    if (elapsed >= RATE_NANOS && done > 0) {
      double rate = done * 1e9 / elapsed;
      line.append("  ").append(Texts.number(Math.round(rate))).append("/s");
      remaining(done, total, rate)
          .ifPresent(left -> line.append("  ").append(Texts.duration(left)).append(" left"));
    }
    return line.toString();
  }

  private static Optional<Duration> remaining(long done, long total, double rate) {
    return total > done
        ? Optional.of(Duration.ofSeconds(Math.round((total - done) / rate)))
        : Optional.empty();
  }

  private static String word(Phase phase) {
    return switch (phase) {
      case RESUME -> "finishing a run that was cut off";
      case EXTRACT -> "reading";
      case PLAN -> "planning";
      case DELIVER -> "delivering";
      case SETTLE -> "settling";
    };
  }

  /** Leaves the line empty for what follows. */
  @Override
  public synchronized void close() {
    if (drawn) {
      err.print(ERASE);
      err.flush();
    }
  }
}
