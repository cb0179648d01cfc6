package dev.penstock.engine.language;

/**
 * Replaces a literal pattern as JavaScript does with a regular expression made of it.
 *
 * @param replacement {@code $$}, {@code $&}, {@code $`} and {@code $'} in it stand for a dollar,
 *     the match, and what lies before and behind it
 */
record Replacement(String pattern, String replacement, boolean ignoreCase, boolean all) {
  String in(String text) {
    if (pattern.length() > MappingCheck.REPLACE_MAX) {
      throw tooLong("pattern");
    }
    if (replacement.length() > MappingCheck.REPLACE_MAX) {
      throw tooLong("replacement");
    }
    int at = find(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    while (at >= 0) {
      out.append(text, from, at);
      insert(text, at, out);
      from = at + pattern.length();
      at = all ? find(text, from) : -1;
    }
    return out.append(text, from, text.length()).toString();
  }

  private static MappingException tooLong(String what) {
    return MappingException.runtime(
        "@replace requires a \"%s\" less than 10 characters".formatted(what));
  }

  private void insert(String text, int at, StringBuilder out) {
    int i = 0;
    while (i < replacement.length()) {
      char c = replacement.charAt(i++);
      char next = c == '$' && i < replacement.length() ? replacement.charAt(i) : 0;
      i++;
      switch (next) {
        case '$' -> out.append('$');
        case '&' -> out.append(text, at, at + pattern.length());
        case '`' -> out.append(text, 0, at);
        case '\'' -> out.append(text, at + pattern.length(), text.length());
        default -> {
          out.append(c);
          i--;
        }
      }
    }
  }

  private int find(String text, int from) {
    if (!ignoreCase) {
      return text.indexOf(pattern, from);
    }
    for (int i = from; i + pattern.length() <= text.length(); i++) {
      if (matches(text, i)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(String text, int at) {
    for (int i = 0; i < pattern.length(); i++) {
      if (folded(text.charAt(at + i)) != folded(pattern.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** ECMA-262's Canonicalize: upper case, but nothing beyond ASCII becomes ASCII. */
  private static char folded(char c) {
    char upper = Character.toUpperCase(c);
    return c >= 128 && upper < 128 ? c : upper;
  }
}
