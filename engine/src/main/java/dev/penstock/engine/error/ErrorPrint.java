package dev.penstock.engine.error;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.regex.Pattern;

/**
 * What failures with one cause have in common: the code, the field, the status and the other side's
 * words without what differs from record to record (numbers, quoted values, ids, addresses).
 */
public final class ErrorPrint {
  /** Values in quotes, e-mail addresses, and words with a digit in them; nothing backtracks. */
  private static final Pattern PARTICULAR =
      Pattern.compile(
          "\"[^\"]*+\"|'[^']*+'|`[^`]*+`|\\([^()]*+\\)|[^\\s@]++@\\S++|[\\w.:+-]*\\d[\\w.:+-]*");

  private static final Pattern BLANK = Pattern.compile("\\s+");

  private ErrorPrint() {}

  /** Eight hexadecimal digits, the same for failures that look alike. */
  public static String of(Failure failure) {
    String words = BLANK.matcher(pattern(failure.theirs())).replaceAll(" ").strip();
    long hash =
        Hashing.xxh3_64()
            .hashStream()
            .putString(failure.code().name())
            .putString(failure.field().orElse(""))
            .putInt(failure.status())
            .putString(words)
            .getAsLong();
    return "%08x".formatted((int) (hash ^ (hash >>> 32)));
  }

  /** The words with an ellipsis for what is particular to a record. */
  public static String pattern(String theirs) {
    return PARTICULAR.matcher(theirs).replaceAll("…");
  }
}
