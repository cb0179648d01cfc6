package dev.penstock.connectors.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches over the deadlines of requests under way. A socket's own timeout is about the pause
 * between two bytes, so that a dripping answer would never end; and a timer per request costs more
 * than the request's own bookkeeping. Therefore one thread looks at all of them now and then.
 */
final class Deadlines implements AutoCloseable {
  private static final Duration LOOK_MAX = Duration.ofMillis(100);
  private static final Duration LOOK_MIN = Duration.ofMillis(5);

  /** How soon an idle watch sees a first request; far below any sensible timeout. */
  private static final int LOOKS_PER_TIMEOUT = 20;

  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private final long lookNanos;
  private final Thread watch;
  private volatile boolean closed;
  private volatile boolean asleep;

  Deadlines(Duration timeout) {
    Duration look = timeout.dividedBy(LOOKS_PER_TIMEOUT);
    Duration bounded = look.compareTo(LOOK_MAX) > 0 ? LOOK_MAX : look;
    lookNanos = (bounded.compareTo(LOOK_MIN) < 0 ? LOOK_MIN : bounded).toNanos();
    // Not a virtual thread: a name lookup may hold all carriers, and this must go on meanwhile.
    watch = Thread.ofPlatform().daemon().name("http-deadlines").start(this::look);
  }

  void add(Exchange exchange) {
    open.add(exchange);
    if (asleep) {
      LockSupport.unpark(watch);
    }
  }

  void remove(Exchange exchange) {
    open.remove(exchange);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
  }

  private void look() {
    while (!closed) {
      if (open.isEmpty()) {
        asleep = true;
        if (open.isEmpty() && !closed) {
          LockSupport.park(this);
        }
        asleep = false;
      }
      long now = System.nanoTime();
      for (Exchange exchange : open) {
        if (now - exchange.deadlineNanos >= 0) {
          exchange.expire();
        }
      }
      LockSupport.parkNanos(this, lookNanos);
    }
  }
}
