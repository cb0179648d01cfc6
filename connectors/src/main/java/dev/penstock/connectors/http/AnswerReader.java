package dev.penstock.connectors.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/** Reads an answer's body up to our bound. */
final class AnswerReader {
  private static final byte[] EMPTY = {};
  private static final int FIRST_READ = 4 * 1024;

  private AnswerReader() {}

  /** Never throws for a body that breaks off: what came before it counts. */
  static Reply.Answered read(ClassicHttpResponse response, boolean sentWhole) {
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return answered(response, EMPTY, Reply.Ending.COMPLETE, sentWhole);
    }
    long announced = entity.getContentLength();
    int room = announced < 0 ? FIRST_READ : (int) Math.min(announced, HttpLimits.ANSWER_MAX);
    byte[] body = new byte[room];
    int filled = 0;
    try {
      InputStream in = entity.getContent();
      while (true) {
        if (filled == body.length) {
          if (announced >= 0 && filled == announced) {
            return answered(response, body, Reply.Ending.COMPLETE, sentWhole);
          }
          if (filled >= HttpLimits.ANSWER_MAX) {
            boolean more = in.read() >= 0;
            return answered(
                response, body, more ? Reply.Ending.BOUNDED : Reply.Ending.COMPLETE, sentWhole);
          }
          body = Arrays.copyOf(body, (int) Math.min(body.length * 2L, HttpLimits.ANSWER_MAX));
        }
        int read = in.read(body, filled, body.length - filled);
        if (read < 0) {
          return answered(response, Arrays.copyOf(body, filled), Reply.Ending.COMPLETE, sentWhole);
        }
        filled += read;
      }
    } catch (IOException broken) {
      return answered(response, Arrays.copyOf(body, filled), Reply.Ending.BROKEN, sentWhole);
    }
  }

  private static Reply.Answered answered(
      ClassicHttpResponse response, byte[] body, Reply.Ending ending, boolean sentWhole) {
    return new Reply.Answered(response.getCode(), response, body, ending, sentWhole);
  }
}
