package dev.penstock.engine.value;

/** The article before a word in messages. */
public final class Article {
  private Article() {}

  /** The word with "a" or "an" before it. */
  public static String with(String word) {
    return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
  }
}
