package dev.penstock.connectors.http;

import java.util.List;
import org.apache.hc.core5.http.Header;

/**
 * One request to be made. Host and Content-Length are the sender's.
 *
 * @param headers may hold secrets, therefore never shown
 */
public record HttpCall(String method, WebAddress address, List<Header> headers, RequestBody body) {
  @Override
  public String toString() {
    return method + " " + address;
  }
}
