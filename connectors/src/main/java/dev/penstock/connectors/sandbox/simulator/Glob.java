package dev.penstock.connectors.sandbox.simulator;

/**
 * A pattern with {@code *} for any characters and {@code ?} for one; all others mean themselves.
 */
public record Glob(String pattern) {
  static final Glob ANYTHING = new Glob("*");

  /** Whether the whole text fits, in time proportional to text times pattern at worst. */
  public boolean matches(String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
