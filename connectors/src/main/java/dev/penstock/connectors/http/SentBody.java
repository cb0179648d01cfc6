package dev.penstock.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** A body as the client library takes it; remembers whether it was written to its end. */
final class SentBody implements HttpEntity {
  private final RequestBody body;
  private boolean whole;

  SentBody(RequestBody body) {
    this.body = body;
  }

  boolean isWhole() {
    return whole;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(out);
    whole = true;
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public boolean isChunked() {
    return false;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("The body is written, not read.");
  }

  /** Content type and encoding are among the headers of the call. */
  @Override
  public @Nullable String getContentType() {
    return null;
  }

  @Override
  public @Nullable String getContentEncoding() {
    return null;
  }

  @Override
  public @Nullable Supplier<List<? extends Header>> getTrailers() {
    return null;
  }

  @Override
  public Set<String> getTrailerNames() {
    return Set.of();
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
