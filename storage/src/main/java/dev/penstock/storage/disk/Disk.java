package dev.penstock.storage.disk;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A folder that files are kept in. Paths are relative to it, with slashes. Thread-safe; appenders
 * and readers belong to one thread.
 *
 * <p>What is appended survives a crash only after {@link Appender#force()}, and a file that was
 * created, renamed or deleted only after {@link #forceFolder}. A full disk is a {@link
 * dev.penstock.engine.error.PenstockException} with {@code DISK_FULL}; any other failure is an
 * {@link java.io.UncheckedIOException}.
 */
public interface Disk {
  /** Begins an empty file, in the place of one of the same path; makes its folders. */
  Appender create(String path);

  /** Opens a file for reading; empty when there is none. */
  Optional<Reader> open(String path);

  /** Maps a whole file, read-only, for as long as the arena lives; empty when there is none. */
  Optional<MemorySegment> map(String path, Arena arena);

  /** Gives a file another path, in the place of a file that is there. */
  void rename(String from, String to);

  /** Removes a file or an empty folder; nothing happens when there is none. */
  void delete(String path);

  /** The names in a folder, sorted; empty when there is no such folder. */
  List<String> list(String folder);

  /** Makes creations, renames and deletions in this folder, and the folder itself, survive. */
  void forceFolder(String folder);

  /** Bytes that are still free. */
  long free();

  /** Writes a file from its beginning to its end. */
  interface Appender extends AutoCloseable {
    void append(byte[] bytes, int offset, int length);

    void force();

    @Override
    void close();
  }

  /** Reads a file at any position. */
  interface Reader extends AutoCloseable {
    long size();

    /**
     * Reads exactly this many bytes; asking for more than the file has is a fault of the caller.
     */
    void read(long position, byte[] into, int offset, int length);

    @Override
    void close();
  }
}
