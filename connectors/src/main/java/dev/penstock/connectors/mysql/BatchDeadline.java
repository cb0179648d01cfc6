package dev.penstock.connectors.mysql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mariadb.jdbc.Connection;

/**
 * Ends a session whose batch takes too long. The server bounds single statements only, and a
 * thousand of them may each wait for a lock.
 */
final class BatchDeadline implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile boolean passed;

  static BatchDeadline of(Duration timeout, MysqlSettings server, Connection connection) {
    var deadline = new BatchDeadline();
    long thread = connection.getThreadId();
    Thread.ofVirtual().start(() -> deadline.await(timeout, server, thread));
    return deadline;
  }

  private void await(Duration timeout, MysqlSettings server, long thread) {
    try {
      if (!done.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        passed = true;
        Session.kill(server, thread, "CONNECTION");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      // The network's own timeout ends it then.
    }
  }

  /** Whether the session was ended for its time. */
  boolean passed() {
    return passed;
  }

  @Override
  public void close() {
    done.countDown();
  }
}
