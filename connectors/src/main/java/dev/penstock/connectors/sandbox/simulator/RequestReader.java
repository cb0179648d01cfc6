package dev.penstock.connectors.sandbox.simulator;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads HTTP/1.1 requests from one connection, after RFC 9112: strict where leniency hides a broken
 * sender (line ends, lengths, chunk sizes), without allocation for small keep-alive requests. One
 * thread only.
 */
final class RequestReader {
  /** Real gateways refuse heads beyond 8 to 64 KB; a sender should see that as 431. */
  static final int HEAD_MAX = 64 * 1024;

  /** More than any batch limit of an action, little enough for a test machine. */
  static final int BODY_MAX = 64 * 1024 * 1024;

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;
  private final Deadline deadline;
  private byte[] buffer = new byte[16 * 1024];
  private int at;
  private int limit;
  private int targetHash;

  RequestReader(InputStream in, OutputStream out, Deadline deadline) {
    this.in = in;
    this.out = out;
    this.deadline = deadline;
  }

  /** Fills the request with the next one; false when the peer closed between requests. */
  boolean next(Request request) throws IOException, RefusedRequest {
    request.clear();
    deadline.idle();
    do {
      if (at == limit && !fill()) {
        return false;
      }
      if (buffer[at] != '\r' && buffer[at] != '\n') {
        break;
      }
      at++;
    } while (true);
    request.arrivedNanos = deadline.reading();
    int end = headEnd();
    int line = requestLine(request, end);
    while (line < end - 2) {
      line = header(request, line);
    }
    at = end;
    body(request);
    deadline.none();
    return true;
  }

  /** Reads until the empty line after the head; the position behind it. */
  private int headEnd() throws IOException, RefusedRequest {
    int scanned = at;
    while (true) {
      for (int i = scanned; i < limit; i++) {
        if (buffer[i] == '\n' && i - at >= 3 && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
          if (i + 1 - at > HEAD_MAX) {
            throw headTooLarge();
          }
          return i + 1;
        }
      }
      int done = limit - at;
      if (done > HEAD_MAX) {
        throw headTooLarge();
      }
      if (!fill()) {
        throw ended();
      }
      scanned = at + done;
    }
  }

  private int requestLine(Request request, int end) throws RefusedRequest {
    int lineEnd = lineEnd(at);
    int first = indexOf(' ', at, lineEnd);
    int second = first < 0 ? -1 : indexOf(' ', first + 1, lineEnd);
    if (second < 0 || first == at || indexOf(' ', second + 1, lineEnd) >= 0 || lineEnd >= end) {
      throw bad("bad_request_line", "The request line is not \"METHOD target HTTP/1.1\".");
    }
    String version = text(second + 1, lineEnd);
    boolean old = version.equals("HTTP/1.0");
    if (!old && !version.equals("HTTP/1.1")) {
      if (version.matches("HTTP/\\d(\\.\\d)?")) {
        throw new RefusedRequest(505, "http_version", "Only HTTP/1.1 and HTTP/1.0 are spoken.");
      }
      throw bad("bad_request_line", "The request line does not end with an HTTP version.");
    }
    request.keepAlive = !old;
    request.method = method(at, first);
    target(request, first + 1, second);
    return lineEnd + 2;
  }

  private String method(int from, int to) throws RefusedRequest {
    for (String known : Methods.KNOWN) {
      if (same(known, from, to)) {
        return known;
      }
    }
    for (int i = from; i < to; i++) {
      if (!Character.isLetter(buffer[i])) {
        throw bad("bad_request_line", "The method is not a word.");
      }
    }
    throw new RefusedRequest(501, "unknown_method", "The method is not known here.");
  }

  /** A connection mostly repeats one target, so the last one's text and route are kept. */
  private void target(Request request, int from, int to) throws RefusedRequest {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + buffer[i];
    }
    if (hash == targetHash && same(request.target, from, to)) {
      return;
    }
    if (from == to || buffer[from] != '/') {
      throw bad("bad_request_line", "The target does not start with a slash.");
    }
    for (int i = from; i < to; i++) {
      if (buffer[i] <= ' ' || buffer[i] == 127) {
        throw bad("bad_request_line", "The target holds bytes that have to be percent-encoded.");
      }
    }
    request.target = text(from, to);
    request.route = Route.of(request.target);
    targetHash = hash;
  }

  /** Reads one header line; the start of the next. */
  private int header(Request request, int from) throws RefusedRequest {
    int lineEnd = lineEnd(from);
    int colon = indexOf(':', from, lineEnd);
    if (colon <= from || buffer[from] <= ' ' || buffer[colon - 1] <= ' ') {
      throw bad("bad_header", "A header line is not \"name: value\".");
    }
    int start = colon + 1;
    int end = lineEnd;
    while (start < end && (buffer[start] == ' ' || buffer[start] == '\t')) {
      start++;
    }
    while (end > start && (buffer[end - 1] == ' ' || buffer[end - 1] == '\t')) {
      end--;
    }
    known(request, from, colon, start, end);
    return lineEnd + 2;
  }

  private void known(Request request, int from, int colon, int start, int end)
      throws RefusedRequest {
    switch (buffer[from] | 0x20) {
      case 'c' -> {
        if (same("content-length", from, colon)) {
          contentLength(request, start, end);
        } else if (same("connection", from, colon)) {
          connection(request, text(start, end).toLowerCase(Locale.ROOT));
        } else if (same("content-encoding", from, colon)) {
          request.contentEncoding = text(start, end).toLowerCase(Locale.ROOT);
        }
      }
      case 't' -> {
        if (same("transfer-encoding", from, colon)) {
          if (!same("chunked", start, end)) {
            throw new RefusedRequest(501, "transfer_encoding", "Only chunked is understood.");
          }
          request.chunked = true;
        }
      }
      case 'e' -> {
        if (same("expect", from, colon)) {
          if (!same("100-continue", start, end)) {
            throw new RefusedRequest(417, "expectation", "Only 100-continue is understood.");
          }
          request.expectsContinue = true;
        }
      }
      case 'i' -> {
        if (same("idempotency-key", from, colon)) {
          request.idempotencyKey = text(start, end);
        }
      }
      case 'w' -> {
        if (same("webhook-id", from, colon)) {
          request.webhookId = text(start, end);
        }
      }
      case 'p' -> {
        if (same("penstock-changes", from, colon)) {
          String more = text(start, end);
          request.changes = request.changes.isEmpty() ? more : request.changes + "," + more;
        }
      }
      case 'a' -> {
        if (same("authorization", from, colon)) {
          request.authorization = text(start, end);
        }
      }
      default -> {
        // Other headers have no meaning here.
      }
    }
  }

  private void contentLength(Request request, int start, int end) throws RefusedRequest {
    long length = end == start || end - start > 18 ? -1 : 0;
    for (int i = start; i < end && length >= 0; i++) {
      int digit = buffer[i] - '0';
      length = digit < 0 || digit > 9 ? -1 : length * 10 + digit;
    }
    if (length < 0 || (request.contentLength >= 0 && request.contentLength != length)) {
      throw bad("bad_content_length", "Content-Length is not one whole number.");
    }
    request.contentLength = length;
  }

  private static void connection(Request request, String value) {
    if (value.contains("close")) {
      request.keepAlive = false;
    } else if (value.contains("keep-alive")) {
      request.keepAlive = true;
    }
  }

  private void body(Request request) throws IOException, RefusedRequest {
    if (request.chunked && request.contentLength >= 0) {
      throw bad("two_lengths", "A body has either Content-Length or chunks, not both.");
    }
    if (request.contentLength > BODY_MAX) {
      throw bodyTooLarge();
    }
    if (request.expectsContinue && at == limit && (request.chunked || request.contentLength > 0)) {
      out.write(CONTINUE);
      out.flush();
    }
    if (request.chunked) {
      request.endBody(chunks(request));
    } else if (request.contentLength > 0) {
      int length = (int) request.contentLength;
      request.reserveBody(length);
      take(request.body, 0, length);
      request.endBody(length);
    } else {
      request.endBody(0);
    }
    decode(request);
  }

  private int chunks(Request request) throws IOException, RefusedRequest {
    int length = 0;
    while (true) {
      int size = chunkSize(bodyLine());
      if (size == 0) {
        int trailers = 0;
        for (String line = bodyLine(); !line.isEmpty(); line = bodyLine()) {
          trailers += line.length();
          if (trailers > HEAD_MAX) {
            throw headTooLarge();
          }
        }
        return length;
      }
      if (length + (long) size > BODY_MAX) {
        throw bodyTooLarge();
      }
      request.reserveBody(length + size);
      take(request.body, length, size);
      length += size;
      if (!bodyLine().isEmpty()) {
        throw bad("bad_chunk", "A chunk is longer than its size says.");
      }
    }
  }

  private static int chunkSize(String line) throws RefusedRequest {
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).strip();
    if (digits.isEmpty() || digits.length() > 7) {
      throw digits.length() > 7
          ? bodyTooLarge()
          : bad("bad_chunk", "A chunk does not start with its size.");
    }
    int size = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(i), 16);
      if (digit < 0) {
        throw bad("bad_chunk", "A chunk does not start with its size in hex.");
      }
      size = size * 16 + digit;
    }
    return size;
  }

  private String bodyLine() throws IOException, RefusedRequest {
    int scanned = at;
    while (true) {
      for (int i = scanned; i < limit; i++) {
        if (buffer[i] == '\n') {
          if (i == at || buffer[i - 1] != '\r') {
            throw bad("bad_chunk", "A chunk line does not end with CR LF.");
          }
          String line = text(at, i - 1);
          at = i + 1;
          return line;
        }
      }
      int done = limit - at;
      if (done > 4096) {
        throw bad("bad_chunk", "A chunk line is longer than 4 KB.");
      }
      if (!fill()) {
        throw ended();
      }
      scanned = at + done;
    }
  }

  private void decode(Request request) throws IOException, RefusedRequest {
    if (request.contentEncoding.isEmpty() || request.contentEncoding.equals("identity")) {
      return;
    }
    if (!request.contentEncoding.equals("gzip")) {
      throw new RefusedRequest(415, "content_encoding", "Only gzip bodies are understood.");
    }
    byte[] packed = Arrays.copyOf(request.body, request.bodyLength);
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed), 8192)) {
      int length = 0;
      while (true) {
        request.reserveBody(length + 8192);
        int read = unpacked.read(request.body, length, request.body.length - 1 - length);
        if (read < 0) {
          request.endBody(length);
          return;
        }
        length += read;
        if (length > BODY_MAX) {
          throw bodyTooLarge();
        }
      }
    } catch (ZipException | EOFException broken) {
      throw bad("bad_gzip", "The gzip body is broken.");
    }
  }

  /** Copies bytes from the buffer, then reads the rest straight into the target. */
  private void take(byte[] target, int from, int length) throws IOException, RefusedRequest {
    int buffered = Math.min(length, limit - at);
    System.arraycopy(buffer, at, target, from, buffered);
    at += buffered;
    for (int done = buffered; done < length; ) {
      int read = in.read(target, from + done, length - done);
      if (read < 0) {
        throw ended();
      }
      done += read;
    }
  }

  private boolean fill() throws IOException {
    if (at == limit) {
      at = 0;
      limit = 0;
    } else if (limit == buffer.length && at > 0) {
      System.arraycopy(buffer, at, buffer, 0, limit - at);
      limit -= at;
      at = 0;
    } else if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(read, 0);
    return read > 0;
  }

  private int lineEnd(int from) throws RefusedRequest {
    int i = from;
    while (buffer[i] != '\n') {
      i++;
    }
    if (i == from || buffer[i - 1] != '\r') {
      throw bad("bad_line_end", "A line of the head does not end with CR LF.");
    }
    return i - 1;
  }

  private int indexOf(char wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Compares without case, which for methods and targets only matters when they are equal. */
  private boolean same(String expected, int from, int to) {
    if (to - from != expected.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = expected.charAt(i - from);
      if (buffer[i] != c && !(c >= 'a' && c <= 'z' && buffer[i] == c - 32)) {
        return false;
      }
    }
    return true;
  }

  private String text(int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.UTF_8);
  }

  private IOException ended() throws RefusedRequest {
    if (deadline.passed()) {
      throw new RefusedRequest(408, "read_timeout", "The request did not arrive in time.");
    }
    return new EOFException();
  }

  private static RefusedRequest bad(String code, String message) {
    return new RefusedRequest(400, code, message);
  }

  private static RefusedRequest headTooLarge() {
    return new RefusedRequest(431, "head_too_large", "The head is larger than 64 KB.");
  }

  private static RefusedRequest bodyTooLarge() {
    return new RefusedRequest(413, "body_too_large", "The body is larger than 64 MB.");
  }
}
