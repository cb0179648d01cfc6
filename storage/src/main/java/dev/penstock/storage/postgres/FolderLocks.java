package dev.penstock.storage.postgres;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may start or stop the server of one folder, and who uses it, among all processes of the
 * machine and all threads of this one.
 *
 * <p>The operating system gives record locks to a <em>process</em>: two channels of one process do
 * not exclude each other, and closing any of them drops the lock of all. So the count of users of
 * this process is kept here, once per process. That is the only static state of the package. The
 * fields of an instance are guarded by its {@code starting} lock.
 */
final class FolderLocks {
  private static final ConcurrentMap<Path, FolderLocks> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Path startFile;
  private final Path useFile;
  private final ReentrantLock starting = new ReentrantLock();
  private int users;
  private @Nullable FileChannel useChannel;

  private FolderLocks(Path folder) {
    this.startFile = folder.resolve("start.lock");
    this.useFile = folder.resolve("use.lock");
  }

  /** The locks of a folder, which must be a real path. */
  static FolderLocks of(Path folder) {
    return OF_THIS_PROCESS.computeIfAbsent(folder, FolderLocks::new);
  }

  /** The right to start and stop; held by at most one thread of one process. */
  final class Starting implements AutoCloseable {
    private final FileChannel channel;

    private Starting(FileChannel channel) {
      this.channel = channel;
    }

    /** Whether anybody, in this process or another, uses the server now. */
    boolean isUsed() throws IOException {
      if (users > 0) {
        return true;
      }
      try (var probe = FileChannel.open(useFile, CREATE, READ, WRITE)) {
        return probe.tryLock() == null;
      }
    }

    /** Counts one more user. */
    void join() throws IOException {
      if (users == 0) {
        useChannel = shared(FileChannel.open(useFile, CREATE, READ, WRITE));
      }
      users++;
    }

    /** Counts one user less; true when nobody is left on the machine. */
    boolean leave() throws IOException {
      users--;
      var channelOfUse = useChannel;
      if (users > 0 || channelOfUse == null) {
        return false;
      }
      useChannel = null;
      // Closing gives our share back; nobody can join before we give up the right to start.
      channelOfUse.close();
      return !isUsed();
    }

    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        starting.unlock();
      }
    }
  }

  /** Waits for the right to start and stop, at most {@code bound}. */
  Starting start(Duration bound) throws IOException {
    var wait = Wait.of(bound);
    lockInProcess(bound);
    try {
      return new Starting(lockInMachine(wait));
    } catch (IOException | RuntimeException e) {
      starting.unlock();
      throw e;
    }
  }

  private void lockInProcess(Duration bound) {
    try {
      if (!starting.tryLock(bound.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(bound);
      }
    } catch (InterruptedException e) {
      throw Failures.interrupted("waiting for " + startFile);
    }
  }

  private FileChannel lockInMachine(Wait wait) throws IOException {
    var channel = FileChannel.open(startFile, CREATE, READ, WRITE);
    try {
      while (channel.tryLock() == null) {
        if (wait.isOver()) {
          throw busy(wait.bound());
        }
        Wait.pause();
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel shared(FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
    if (lock == null) {
      channel.close();
      throw new IOException("the use lock is held exclusively, which only a starter may do");
    }
    return channel;
  }

  private EmbeddedPostgresException busy(Duration bound) {
    return new EmbeddedPostgresException(
        Code.START_LOCKED,
        "Embedded PostgreSQL: another Penstock holds %s for more than %s, so it neither started nor stopped the server. End that process and start again."
            .formatted(startFile, bound));
  }
}
