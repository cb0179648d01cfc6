package dev.penstock.connectors.jdbc;

import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant. */
public final class NearestName {
  /** Names further apart than this share of their length are no help. */
  private static final int LENGTH_PER_EDIT = 3;

  private NearestName() {}

  /** A sentence that offers the nearest of the names, or all of them, or nothing. */
  public static String sentence(String wanted, List<String> names) {
    String nearest = "";
    int best = Integer.MAX_VALUE;
    for (String name : names) {
      int distance = distance(wanted.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        nearest = name;
      }
    }
    boolean near = best <= 1 + wanted.length() / LENGTH_PER_EDIT;
    return near ? " Did you mean \"" + nearest + "\"?" : "";
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
