package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The server's log file; it holds no statements and no values, see {@link ServerOptions}.
 *
 * @param file where it is
 */
record ServerLog(Path file) {
  /** Months of an unattended server; with the old one kept, twice this is the most. */
  private static final long BYTES_MAX = 10L << 20;

  /** What a person reads of a failed start; the reason is always at the end. */
  private static final int TAIL_BYTES_MAX = 4096;

  /** Makes room and a private file, and returns the offset where the next start will write. */
  long prepare() throws IOException {
    if (Files.exists(file) && Files.size(file) > BYTES_MAX) {
      Files.move(file, file.resolveSibling("server.log.old"), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(file)) {
      Files.createFile(file);
      Folder.permit(file, "rw-------");
    }
    return Files.size(file);
  }

  /** The last lines written after {@code offset}. */
  String tail(long offset) {
    try (var input = Files.newInputStream(file)) {
      input.skipNBytes(Math.max(offset, Files.size(file) - TAIL_BYTES_MAX));
      return new String(input.readNBytes(TAIL_BYTES_MAX), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "(" + file + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
