package dev.penstock.server.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known word was meant. Pure. */
public final class Spelling {
  /** Beyond this many known words, listing them all would hide the sentence. */
  private static final int LISTED_MAX = 12;

  /** Longer input is not a slip of the finger, and the table would grow with its square. */
  private static final int WORD_MAX = 100;

  private Spelling() {}

  /** "Did you mean ...?" when a known word is near, else the list of known words. */
  public static Optional<String> suggestion(String word, Iterable<String> known) {
    Optional<String> nearest = nearest(word, known);
    if (nearest.isPresent()) {
      return Optional.of("Did you mean `" + nearest.get() + "`?");
    }
    List<String> all = new ArrayList<>();
    known.forEach(all::add);
    if (all.isEmpty() || all.size() > LISTED_MAX) {
      return Optional.empty();
    }
    return Optional.of("Known: " + String.join(", ", all) + ".");
  }

  /** The known word at the smallest distance, when that is small for the word's length. */
  public static Optional<String> nearest(String word, Iterable<String> known) {
    if (word.isEmpty() || word.length() > WORD_MAX) {
      return Optional.empty();
    }
    List<String> near = new ArrayList<>();
    for (String candidate : known) {
      if (candidate.length() <= WORD_MAX && distance(word, candidate) <= tolerance(word)) {
        near.add(candidate);
      }
    }
    return near.stream().min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  private static int tolerance(String word) {
    return Math.clamp(word.length() / 3, 1, 3);
  }

  /** Edits (insert, delete, replace, swap of neighbours), blind to case and to `-` for `_`. */
  static int distance(String left, String right) {
    String a = plain(left);
    String b = plain(right);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        cost[i][j] = swapped(a, b, i, j) ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
      }
    }
    return cost[a.length()][b.length()];
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
