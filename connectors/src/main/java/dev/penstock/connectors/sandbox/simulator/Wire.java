package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;

/** How an answer leaves, or does not. */
sealed interface Wire {

  /** As HTTP wants it. */
  enum Plain implements Wire {
    INSTANCE
  }

  /** The connection is closed without an answer. */
  enum Drop implements Wire {
    INSTANCE
  }

  /** The connection is reset (RST) without an answer. */
  enum Rst implements Wire {
    INSTANCE
  }

  /** Our direction is closed without an answer, the other one stays open. */
  enum HalfClose implements Wire {
    INSTANCE
  }

  /** The body comes byte by byte, padded with spaces to {@code bytes}. */
  record Drips(Duration every, int bytes) implements Wire {}

  /** The JSON body ends in its middle, with a length that fits. */
  enum Truncated implements Wire {
    INSTANCE
  }

  /** The body is gzip that unpacks to this many megabytes. */
  record Bomb(int megabytes) implements Wire {}

  /** Content-Length is wrong by this many bytes. */
  record Length(int by) implements Wire {}

  /** Whether the sender gets no status at all. */
  default boolean withholdsAnswer() {
    return this == Drop.INSTANCE || this == Rst.INSTANCE || this == HalfClose.INSTANCE;
  }
}
