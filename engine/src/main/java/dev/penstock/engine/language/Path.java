package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The names that lead to a value inside another; none leads to the value itself. */
public final class Path {
  private static final String ROOT = "$.";

  private Path() {}

  /** As {@code @path} and {@code @arrayPath} read it: without the first {@code $.} anywhere. */
  public static List<String> withRoot(String path) {
    int at = path.indexOf(ROOT);
    return names(at < 0 ? path : path.substring(0, at) + path.substring(at + ROOT.length()));
  }

  /** As placeholders read it. */
  public static List<String> names(String path) {
    if (path.isEmpty() || path.equals(".")) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= path.length(); i++) {
      if (i == path.length() || divides(path, i)) {
        if (i > from) {
          names.add(path.substring(from, i).replace("'", "").replace("\"", ""));
        }
        from = i + 1;
      }
    }
    return List.copyOf(names);
  }

  private static boolean divides(String path, int at) {
    return switch (path.charAt(at)) {
      case '.' -> true;
      case '[' -> at + 1 < path.length() && quoteOrDigit(path.charAt(at + 1));
      case ']' -> at > 0 && quoteOrDigit(path.charAt(at - 1));
      default -> false;
    };
  }

  private static boolean quoteOrDigit(char c) {
    return c == '\'' || c == '"' || (c >= '0' && c <= '9');
  }

  /** Follows names; what JavaScript takes for false is returned as it is, whatever remains. */
  public static Value follow(Value from, List<String> names) {
    Value current = from;
    for (int i = 0; i < names.size(); i++) {
      if (current.falsy()) {
        return current;
      }
      current = member(current, names.get(i));
    }
    return current;
  }

  private static Value member(Value value, String name) {
    return switch (value) {
      case ObjectValue object -> object.get(name);
      case ArrayValue array ->
          name.equals("length") ? Num.of(array.size()) : array.get(index(name));
      case Text text -> {
        String string = text.string();
        if (name.equals("length")) {
          yield Num.of(string.length());
        }
        int index = index(name);
        yield index >= 0 && index < string.length()
            ? Text.of(String.valueOf(string.charAt(index)))
            : Value.MISSING;
      }
      default -> Value.MISSING;
    };
  }

  /** The index that the name is, or -1; written as JavaScript would write it. */
  private static int index(String name) {
    boolean digits =
        !name.isEmpty()
            && name.length() < 10
            && name.chars().allMatch(c -> c >= '0' && c <= '9')
            && (name.length() == 1 || name.charAt(0) != '0');
    return digits ? Integer.parseInt(name) : -1;
  }
}
