package dev.penstock.storage.disk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Has a file that grows written to the disk by a thread of its own, so that the last force finds
 * little left to do. Used by one thread.
 */
final class WriteBehind {
  /** Small files are forced once, at their end; of a large one so much may wait in memory. */
  private static final long AHEAD_MAX = 16 << 20;

  /** What {@link java.nio.channels.FileChannel#force} does. */
  @FunctionalInterface
  interface Force {
    void force(boolean metaData) throws IOException;
  }

  private final Force file;
  private long ahead;
  private @Nullable Thread writer;

  /** Kept for the caller: the kernel tells of a lost page once, to whoever forces first. */
  private volatile @Nullable IOException lost;

  WriteBehind(Force file) {
    this.file = file;
  }

  void appended(int length) {
    ahead += length;
    if (ahead >= AHEAD_MAX && (writer == null || !writer.isAlive())) {
      ahead = 0;
      writer = Thread.ofPlatform().daemon().name("write-behind").start(this::write);
    }
  }

  private void write() {
    try {
      file.force(false);
    } catch (IOException e) {
      lost = e;
    }
  }

  /** Waits for the writing that is under way. */
  void rest() {
    boolean interrupted = false;
    while (writer != null && writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException _) {
        interrupted = true; // the file must not be closed under the writer's hands
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Makes all that was appended durable.
   *
   * @throws IOException when some of it may be lost, now or earlier
   */
  void force() throws IOException {
    rest();
    if (lost != null) {
      throw lost;
    }
    file.force(true);
  }
}
