package dev.penstock.connectors.http;

import dev.penstock.engine.error.Failure;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.MessageHeaders;

/** How a request went: it makes a difference whether anything was sent. */
public sealed interface Reply {
  /** No connection was made, so the other side cannot have seen the request. */
  record NotSent(Failure failure) implements Reply {}

  /** The request was sent in part or whole, and no answer came. */
  record NoAnswer(String why) implements Reply {}

  /**
   * The head of an answer came, and as much of the body as the ending says.
   *
   * @param body at most {@link HttpLimits#ANSWER_MAX} bytes; nobody writes to it
   * @param sentWhole false when the answer came before the request was written to its end
   */
  record Answered(int status, MessageHeaders headers, byte[] body, Ending ending, boolean sentWhole)
      implements Reply {
    /** The first header of this name. */
    public Optional<String> header(String name) {
      Header header = headers.getFirstHeader(name);
      return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
    }

    /** The values of all headers of this name as one list, which is what they are together. */
    String all(String name) {
      return Arrays.stream(headers.getHeaders(name))
          .map(Header::getValue)
          .filter(Objects::nonNull)
          .collect(Collectors.joining(", "));
    }
  }

  /** How the body of an answer ended. */
  enum Ending {
    /** As the answer announced. */
    COMPLETE,
    /** We stopped reading at our bound. */
    BOUNDED,
    /** It broke off or our time was up. */
    BROKEN
  }
}
