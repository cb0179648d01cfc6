package dev.penstock.connectors.http;

import dev.penstock.engine.error.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the other side's text fit to be kept and shown: bounded, on one line, without control
 * characters, and without our own secrets, which some servers repeat. Immutable.
 */
public final class TheirWords {
  /** Shorter texts are too common to be cut out, and no secret worth the name. */
  private static final int SECRET_MIN = 4;

  /** Read a little more than is kept, so that a secret across the cut is still found. */
  private static final int READ_MAX = 4 * Failure.THEIRS_MAX;

  private final List<String> secrets;

  public TheirWords(List<Secret> secrets) {
    var sorted = new ArrayList<String>();
    for (Secret secret : secrets) {
      if (secret.value().length() >= SECRET_MIN) {
        sorted.add(secret.value());
      }
    }
    // A longer secret may contain a shorter one and must go first.
    sorted.sort((a, b) -> b.length() - a.length());
    this.secrets = List.copyOf(sorted);
  }

  /** The text of an answer. */
  public String of(Reply.Answered answer) {
    String encoding = answer.header("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      return "(the answer is compressed and was not read)";
    }
    byte[] body = answer.body();
    return of(new String(body, 0, Math.min(body.length, READ_MAX), StandardCharsets.UTF_8));
  }

  /** A text from inside an answer. */
  public String of(String text) {
    String shown = text;
    for (String secret : secrets) {
      shown = shown.replace(secret, "***");
    }
    return plain(shown);
  }

  /** Bounded and without control characters and marks that turn the direction of writing. */
  static String plain(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var out = new StringBuilder(Math.min(text.length(), Failure.THEIRS_MAX));
    boolean space = true;
    for (int i = 0; i < text.length() && out.length() < Failure.THEIRS_MAX; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isWhitespace(c)) {
        if (!space) {
          out.append(' ');
        }
        space = true;
      } else if (isShowable(c)) {
        out.appendCodePoint(c);
        space = false;
      }
    }
    int end = Math.min(out.length(), Failure.THEIRS_MAX);
    boolean halfPair = end < out.length() && Character.isHighSurrogate(out.charAt(end - 1));
    return out.substring(0, halfPair ? end - 1 : end).strip();
  }

  private static boolean isShowable(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
  }
}
