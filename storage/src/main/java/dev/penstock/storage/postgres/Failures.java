package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns what the operating system says into our codes and sentences. */
final class Failures {
  /** What every C library and the JDK print for ENOSPC in the C locale. */
  private static final String NO_SPACE = "No space left on device";

  /** What they print for EDQUOT: to the user the same misery with the same remedy. */
  private static final String NO_QUOTA = "Disk quota exceeded";

  private Failures() {}

  /** Names an I/O failure under {@code folder}; {@code what} completes "could not ...". */
  static EmbeddedPostgresException of(String what, Path folder, IOException failure) {
    var text = String.valueOf(failure.getMessage());
    if (saysDiskFull(text)) {
      return diskFull(what, folder, failure);
    }
    if (failure instanceof AccessDeniedException
        || text.contains("Permission denied")
        || text.contains("Read-only file system")) {
      return notWritable(what, folder, failure);
    }
    return new EmbeddedPostgresException(
        Code.FILE_ACCESS,
        "Embedded PostgreSQL in %s: could not %s (%s). Check the data folder and its disk."
            .formatted(folder, what, failure),
        failure);
  }

  static EmbeddedPostgresException notWritable(String what, Path folder, Exception failure) {
    return new EmbeddedPostgresException(
        Code.DATA_FOLDER_NOT_WRITABLE,
        "Embedded PostgreSQL in %s: could not %s: no permission to write (%s). Give the user that runs Penstock the data folder, or choose another one."
            .formatted(folder, what, failure.getMessage()),
        failure);
  }

  static EmbeddedPostgresException diskFull(String what, Path folder, @Nullable Throwable failure) {
    return new EmbeddedPostgresException(
        Code.DISK_FULL,
        "Embedded PostgreSQL in %s: could not %s: the disk or quota is full. Free some space and start again; nothing that was committed is lost."
            .formatted(folder, what),
        failure);
  }

  static boolean saysDiskFull(String text) {
    return text.contains(NO_SPACE) || text.contains(NO_QUOTA);
  }

  static EmbeddedPostgresException interrupted(String what) {
    Thread.currentThread().interrupt();
    return new EmbeddedPostgresException(
        Code.INTERRUPTED,
        "Embedded PostgreSQL: interrupted while %s. Start again.".formatted(what));
  }
}
