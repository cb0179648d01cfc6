package dev.penstock.connectors.http;

import java.util.Optional;

/** What a reply tells about its request, for the run's record of requests. */
public final class RequestNames {
  /** Ids are some 36 characters; more would fill the ledger. */
  private static final int ID_MAX = 100;

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
    Optional<String> given = answer.header("X-Request-Id").or(() -> answer.header("Request-Id"));
    String shown = TheirWords.plain(given.orElse(""));
    return shown.length() > ID_MAX ? shown.substring(0, ID_MAX) : shown;
  }
}
