package dev.penstock.engine.liquid;

import dev.penstock.engine.liquid.Filters.Call;
import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Filters of text. */
final class TextFilters {
  private static final int TRUNCATE_TO = 50;
  private static final int TRUNCATE_TO_WORDS = 15;

  private TextFilters() {}

  static void register(Map<String, Filters.Function> all) {
    all.put("append", call -> made(call, call.text(), call.text(0)));
    all.put("prepend", call -> made(call, call.text(0), call.text()));
    all.put("upcase", text(s -> s.toUpperCase(Locale.ROOT)));
    all.put("downcase", text(s -> s.toLowerCase(Locale.ROOT)));
    all.put("capitalize", text(TextFilters::capitalized));
    all.put("strip", call -> Text.of(stripped(call, true, true)));
    all.put("lstrip", call -> Text.of(stripped(call, true, false)));
    all.put("rstrip", call -> Text.of(stripped(call, false, true)));
    all.put("strip_newlines", text(s -> s.replace("\r\n", "").replace("\n", "")));
    all.put("normalize_whitespace", text(s -> String.join(" ", words(s))));
    all.put("number_of_words", call -> Num.of(count(call.text())));
    all.put("split", TextFilters::split);
    all.put("remove", call -> replaced(call, call.text(0), "", Which.ALL));
    all.put("remove_first", call -> replaced(call, call.text(0), "", Which.FIRST));
    all.put("remove_last", call -> replaced(call, call.text(0), "", Which.LAST));
    all.put("replace", call -> replaced(call, call.text(0), call.text(1), Which.ALL));
    all.put("replace_first", call -> replaced(call, call.text(0), call.text(1), Which.FIRST));
    all.put("replace_last", call -> replaced(call, call.text(0), call.text(1), Which.LAST));
    all.put("truncate", TextFilters::truncated);
    all.put("truncatewords", TextFilters::truncatedWords);
  }

  private enum Which {
    FIRST,
    LAST,
    ALL
  }

  private static Filters.Function text(UnaryOperator<String> change) {
    return call -> Text.of(change.apply(call.text()));
  }

  private static Value made(Call call, String first, String second) {
    call.budget().use((long) first.length() + second.length());
    return Text.of(first + second);
  }

  private static String capitalized(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT)
            + text.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String stripped(Call call, boolean left, boolean right) {
    String text = call.text();
    String characters = call.has(0) ? call.text(0) : "";
    int from = 0;
    int to = text.length();
    while (left && from < to && strips(text.charAt(from), characters)) {
      from++;
    }
    while (right && to > from && strips(text.charAt(to - 1), characters)) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean strips(char c, String characters) {
    return characters.isEmpty()
        ? Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff'
        : characters.indexOf(c) >= 0;
  }

  private static String[] words(String text) {
    return text.split("\\s+", -1);
  }

  private static long count(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? 0 : words(stripped).length;
  }

  private static Value split(Call call) {
    String text = call.text();
    String separator = call.text(0);
    List<Value> parts = new ArrayList<>();
    if (separator.isEmpty()) {
      for (int i = 0; i < text.length(); i++) {
        parts.add(Text.of(text.substring(i, i + 1)));
      }
      return ArrayValue.of(parts);
    }
    int from = 0;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
      parts.add(Text.of(text.substring(from, at)));
      from = at + separator.length();
    }
    parts.add(Text.of(text.substring(from)));
    while (!parts.isEmpty() && parts.getLast() instanceof Text last && last.isEmpty()) {
      parts.removeLast();
    }
    call.budget().use(parts.size());
    return ArrayValue.of(parts);
  }

  private static Value replaced(Call call, String pattern, String replacement, Which which) {
    String text = call.text();
    if (which == Which.ALL) {
      long occurrences = pattern.isEmpty() ? text.length() : text.length() / pattern.length();
      call.budget().use(occurrences * replacement.length());
      // JavaScript's split and join put nothing before the first and after the last character.
      return Text.of(
          pattern.isEmpty()
              ? String.join(replacement, text.split("", 0))
              : text.replace(pattern, replacement));
    }
    int at = which == Which.FIRST ? text.indexOf(pattern) : text.lastIndexOf(pattern);
    if (at < 0) {
      return Text.of(text);
    }
    return made(call, text.substring(0, at) + replacement, text.substring(at + pattern.length()));
  }

  private static Value truncated(Call call) {
    String text = call.text();
    int length = Filters.whole(call, 0, TRUNCATE_TO);
    String ellipsis = call.has(1) ? call.text(1) : "...";
    if (text.length() <= length) {
      return Text.of(text);
    }
    return Text.of(text.substring(0, Math.max(0, length - ellipsis.length())) + ellipsis);
  }

  private static Value truncatedWords(Call call) {
    String[] words = words(call.text());
    int count = Math.max(1, Filters.whole(call, 0, TRUNCATE_TO_WORDS));
    String ellipsis = call.has(1) ? call.text(1) : "...";
    String kept = String.join(" ", List.of(words).subList(0, Math.min(count, words.length)));
    return Text.of(words.length > count ? kept + ellipsis : kept);
  }
}
