package dev.penstock.connectors.sandbox.simulator;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The append-only account of every record that arrived: a file where one was asked for, and the
 * newest entries in memory. Guarded by its owner's lock.
 */
final class OracleLog {
  /** Entries in memory: a test's worth; older ones are in the file. */
  private static final int ENTRIES_MAX = 200_000;

  /** Payload characters in memory, so that large records do not fill the heap. */
  private static final long CHARACTERS_MAX = 64L << 20;

  private static final Hasher128 HASHER = Hashing.xxh3_128();

  private final OracleSettings settings;
  private final OutputStream file;
  private final ByteSink lines = new ByteSink(64 * 1024);
  private final ArrayDeque<OracleEntry> entries = new ArrayDeque<>();
  private long characters;
  private long number;

  OracleLog(OracleSettings settings) throws IOException {
    this.settings = settings;
    boolean writes = settings.mode() == OracleMode.FULL && settings.file().isPresent();
    file =
        writes
            ? new FileOutputStream(settings.file().get().toFile(), true)
            : OutputStream.nullOutputStream();
  }

  /** Appends one entry; {@link #flush} makes it visible in the file. */
  void append(
      Visit visit, Arrival arrival, Verdict verdict, int status, String fault, long answered) {
    var payload = arrival.payload();
    var entry =
        new OracleEntry(
            ++number,
            answered / 1_000_000,
            visit.connection(),
            visit.request(),
            visit.method(),
            visit.path(),
            visit.object(),
            arrival.key(),
            arrival.op().word(),
            arrival.change(),
            arrival.idempotencyKey(),
            HASHER
                .hashBytesTo128Bits(payload.bytes, payload.from, payload.length())
                .toString()
                .substring(2),
            settings.payloads()
                ? new String(payload.bytes, payload.from, payload.length(), StandardCharsets.UTF_8)
                : "",
            verdict.effect(),
            verdict.repeat(),
            status,
            verdict.error().code(),
            fault,
            visit.arrivedNanos(),
            answered);
    entries.add(entry);
    characters += entry.payload().length();
    while (entries.size() > ENTRIES_MAX || characters > CHARACTERS_MAX) {
      characters -= entries.remove().payload().length();
    }
    if (settings.file().isPresent()) {
      entry.writeTo(lines);
    }
  }

  /** Hands the lines to the operating system, which keeps them even if this process is killed. */
  void flush() {
    if (lines.length() == 0) {
      return;
    }
    try {
      file.write(lines.array(), 0, lines.length());
    } catch (IOException refused) {
      throw new UncheckedIOException(
          "Simulated destination: the oracle file cannot be written. Free disk space or choose"
              + " another file (simulator.oracle-file).",
          refused);
    }
    lines.clear();
  }

  List<OracleEntry> entries() {
    return List.copyOf(entries);
  }

  /** Up to {@code limit} entries in memory numbered {@code from} or higher. */
  List<OracleEntry> entriesFrom(long from, int limit) {
    var found = new ArrayList<OracleEntry>();
    for (OracleEntry entry : entries) {
      if (entry.number() >= from && found.size() < limit) {
        found.add(entry);
      }
    }
    return found;
  }

  /** Forgets what is in memory. The file and the numbering go on. */
  void clear() {
    entries.clear();
    characters = 0;
  }

  void close() throws IOException {
    flush();
    file.close();
  }
}
