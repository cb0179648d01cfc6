package dev.penstock.connectors.http;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** A request under way, as the watch over deadlines sees it. Two threads: its own and the watch. */
final class Exchange {
  private enum State {
    OPEN,
    OVER,
    EXPIRED
  }

  final long deadlineNanos;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile @Nullable ConnectionEndpoint endpoint;

  Exchange(long deadlineNanos) {
    this.deadlineNanos = deadlineNanos;
  }

  /** Takes the connection that will be closed at the deadline. */
  void use(ConnectionEndpoint leased) {
    endpoint = leased;
    if (isExpired()) {
      leased.close(CloseMode.IMMEDIATE);
    }
  }

  boolean isExpired() {
    return state.get() == State.EXPIRED;
  }

  /**
   * Ends the watch. From then on the connection may serve another request, which a late expiry must
   * not hit.
   *
   * @return false when the deadline came first and the connection is being closed
   */
  boolean finish() {
    return state.compareAndSet(State.OPEN, State.OVER);
  }

  /** The deadline is over: whoever reads or writes on the connection gets an exception. */
  void expire() {
    if (!state.compareAndSet(State.OPEN, State.EXPIRED)) {
      return;
    }
    ConnectionEndpoint held = endpoint;
    if (held != null) {
      held.close(CloseMode.IMMEDIATE);
    }
  }
}
