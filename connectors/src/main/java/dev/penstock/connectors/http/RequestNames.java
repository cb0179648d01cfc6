package dev.penstock.connectors.http;

import java.util.List;

/** What a reply tells about its request, for the run's record of requests. */
public final class RequestNames {
  /** Ids are some 36 characters; more would fill the ledger. */
  private static final int ID_MAX = 100;

  /** What tools and the proxies before them call it, the tool's own names first. */
  private static final List<String> HEADERS =
      List.of(
          "X-Request-Id",
          "Request-Id",
          "X-Correlation-Id",
          "X-HubSpot-Correlation-Id",
          "X-Amzn-RequestId",
          "X-Amz-Request-Id",
          "X-Ms-Request-Id",
          "X-Trace-Id",
          "X-Amzn-Trace-Id",
          "CF-Ray");

  private RequestNames() {}

  /** The status, or 0 where no answer came. */
  public static int status(Reply reply) {
    return switch (reply) {
      case Reply.NotSent _ -> 0;
      case Reply.NoAnswer _ -> 0;
      case Reply.Answered answer -> answer.status();
    };
  }

  /** The other side's own name of the request, or empty. */
  public static String requestId(Reply reply) {
    return switch (reply) {
      case Reply.NotSent _ -> "";
      case Reply.NoAnswer _ -> "";
      case Reply.Answered answer -> id(answer);
    };
  }

  private static String id(Reply.Answered answer) {
    for (String name : HEADERS) {
      String shown = TheirWords.plain(answer.header(name).orElse(""));
      if (!shown.isEmpty()) {
        return shown.length() > ID_MAX ? shown.substring(0, ID_MAX) : shown;
      }
    }
    return "";
  }
}
