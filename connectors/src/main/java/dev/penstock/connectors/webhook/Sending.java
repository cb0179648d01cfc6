package dev.penstock.connectors.webhook;

import dev.penstock.connectors.http.WebAddress;

/** Where to and how records of one kind of change are sent. */
public record Sending(Method method, WebAddress address, Format format) {
  /** How the request is made. */
  public enum Method {
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /** What a request carries. */
  public enum Format {
    /** A JSON array of records. */
    ARRAY,
    /** One record. */
    RECORD
  }

  /** As most receivers want it: arrays by POST. */
  public static Sending arraysTo(WebAddress address) {
    return new Sending(Method.POST, address, Format.ARRAY);
  }

  /** One record per POST. */
  public static Sending recordsTo(WebAddress address) {
    return new Sending(Method.POST, address, Format.RECORD);
  }
}
