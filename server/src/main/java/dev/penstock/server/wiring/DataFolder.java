package dev.penstock.server.wiring;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder that Penstock keeps its files in. One process at a time writes there; the operating
 * system's lock says which, and frees it when that process dies.
 */
public final class DataFolder {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Path folder;

  public DataFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  public Path path() {
    return folder;
  }

  /** Where held state and plans are. */
  public Path state() {
    return folder.resolve("state");
  }

  /** The folder's own name, made once; a lease names it to say where its owner writes. */
  public String id() {
    Path file = folder.resolve("id");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        Path draft = Files.createTempFile(folder, "id", ".new");
        Files.writeString(draft, UUID.randomUUID().toString());
        if (!Files.exists(file)) {
          Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } else {
          Files.delete(draft);
        }
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /**
   * Ties the folder to the ledger that knows its held state, at the first use.
   *
   * @throws PenstockException STATE_CORRUPT when it belongs to another ledger: taking everything
   *     for new then would send everything again
   */
  public void bindTo(String ledger) {
    Path file = state().resolve("ledger");
    try {
      Files.createDirectories(state());
      if (!Files.exists(file) || Files.size(file) == 0) { // empty: a crash came between
        Files.writeString(file, ledger);
      }
      if (!Files.readString(file).strip().equals(ledger)) {
        throw new PenstockException(
            ErrorCode.STATE_CORRUPT,
            "The data folder \"%s\" holds the state of another ledger than the one in use. Restore that ledger, name it with --ledger, or choose another --data to start over."
                .formatted(folder));
      }
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /**
   * Takes the right to write, waiting for it this long.
   *
   * @throws PenstockException SYNC_BUSY when another process keeps it
   */
  public WriterLock lock(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      while (true) {
        FileLock lock = attempt(channel);
        if (lock != null) {
          return new WriterLock(channel);
        }
        if (System.nanoTime() - deadline >= 0) {
          channel.close();
          throw new PenstockException(
              ErrorCode.SYNC_BUSY,
              "Another Penstock process is writing to the data folder \"%s\". Wait until it is done, or wait for it with --lock-wait 5m."
                  .formatted(folder));
        }
        pause();
      }
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null; // this very process holds it
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PenstockException(
          ErrorCode.CANCELLED, "Waiting for the data folder was interrupted.", e);
    }
  }

  private PenstockException notWritable(IOException e) {
    return new PenstockException(
        ErrorCode.CONFIG_INVALID,
        "The data folder \"%s\" cannot be used (%s: %s). Choose another with --data or PENSTOCK_DATA."
            .formatted(folder, e.getClass().getSimpleName(), e.getMessage()),
        e);
  }

  /** The right to write; given back by closing it, or by the end of the process. */
  public static final class WriterLock implements AutoCloseable {
    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
