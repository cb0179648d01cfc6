package dev.penstock.connectors.http;

import dev.penstock.engine.deliver.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** What a request carries, of known length, written as often as asked. */
public sealed interface RequestBody {
  /** Few system calls for large bodies, small enough to stay in the processor's cache. */
  int CHUNK = 64 * 1024;

  int length();

  void writeTo(OutputStream out) throws IOException;

  /** Bytes that lie ready. Nobody writes to the array. */
  record Bytes(byte[] source, int from, int length) implements RequestBody {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      // In pieces, so that a refusal is noticed while a large body is still on its way.
      for (int done = 0; done < length; done += CHUNK) {
        out.write(source, from + done, Math.min(CHUNK, length - done));
      }
    }
  }

  /** The payloads of a batch as one JSON array. */
  static RequestBody payloads(Batch batch) {
    return new Bytes(batch.payloads(), 0, batch.payloads().length);
  }

  /** The payload of one record as it is. */
  static RequestBody payload(Batch batch, int index) {
    int from = batch.start(index);
    return new Bytes(batch.payloads(), from, batch.ends()[index] - from);
  }

  /** This body, compressed. */
  default RequestBody gzipped() {
    var packed = new ByteArrayOutputStream(length() / 4 + 64);
    try (var gzip = new GZIPOutputStream(packed, 8192)) {
      writeTo(gzip);
    } catch (IOException impossible) {
      throw new IllegalStateException("Writing to memory failed.", impossible);
    }
    byte[] bytes = packed.toByteArray();
    return new Bytes(bytes, 0, bytes.length);
  }
}
