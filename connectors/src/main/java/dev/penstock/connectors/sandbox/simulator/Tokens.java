package dev.penstock.connectors.sandbox.simulator;

import java.util.concurrent.atomic.AtomicLong;

/** The access tokens that the token endpoint gave out; only the newest one is good. */
final class Tokens {
  private final AtomicLong issued = new AtomicLong();
  private final AtomicLong reconnected = new AtomicLong();

  /** What was issued up to a moment, so that later ones can be told from older ones. */
  record Mark(long issued, long reconnected) {}

  Mark mark() {
    return new Mark(issued.get(), reconnected.get());
  }

  Reply issue() {
    long number = issued.incrementAndGet();
    return Reply.json(
        200,
        "{\"access_token\":\""
            + token(number)
            + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  }

  /** A person reconnected the destination: whatever token is sent is good again. */
  void reconnect() {
    reconnected.incrementAndGet();
  }

  /** Whether the header carries the newest token and that is newer than the mark. */
  boolean isGood(String authorization, Mark since) {
    long newest = issued.get();
    return reconnected.get() > since.reconnected()
        || (newest > since.issued() && authorization.equals("Bearer " + token(newest)));
  }

  private static String token(long number) {
    return "simulated-" + number;
  }
}
