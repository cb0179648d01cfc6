package dev.penstock.connectors.sandbox.simulator;

import java.util.Arrays;

/**
 * One HTTP request as read from a connection. Reused for the next request of the connection, so
 * nothing may keep a reference to {@link #body}. Strings are empty when a header is absent.
 */
final class Request {
  /** A body buffer beyond this is given back after the request instead of kept for the next. */
  private static final int BODY_KEPT_MAX = 4 << 20;

  String method = "";
  String target = "";
  Route route = Route.Unknown.INSTANCE;
  boolean keepAlive;
  boolean chunked;
  boolean expectsContinue;
  long contentLength;
  String contentEncoding = "";
  String idempotencyKey = "";
  String webhookId = "";
  String changes = "";
  String authorization = "";

  /** Body bytes 0 to {@code bodyLength}, followed by one zero byte that ends every JSON scan. */
  byte[] body = new byte[1024];

  int bodyLength;

  long connection;
  long arrivedNanos;

  void clear() {
    keepAlive = true;
    chunked = false;
    expectsContinue = false;
    contentLength = -1;
    contentEncoding = "";
    idempotencyKey = "";
    webhookId = "";
    changes = "";
    authorization = "";
    bodyLength = 0;
    if (body.length > BODY_KEPT_MAX) {
      body = new byte[1024];
    }
  }

  /** Makes room for {@code length} bytes and the final zero, keeping what is there. */
  void reserveBody(int length) {
    if (body.length <= length) {
      int size = (int) Math.min(Integer.MAX_VALUE - 16, Math.max(length + 1L, body.length * 2L));
      body = Arrays.copyOf(body, size);
    }
  }

  void endBody(int length) {
    bodyLength = length;
    body[length] = 0;
  }

  /** The key that makes the whole request repeatable: Idempotency-Key, else webhook-id. */
  String requestKey() {
    return idempotencyKey.isEmpty() ? webhookId : idempotencyKey;
  }
}
