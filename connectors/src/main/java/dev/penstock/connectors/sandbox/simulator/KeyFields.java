package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where a webhook record carries its key: one or more paths of member names. */
final class KeyFields {
  private final List<List<byte[]>> paths = new ArrayList<>();

  KeyFields(String setting) {
    for (String field : parts(setting, ',')) {
      var path = new ArrayList<byte[]>();
      for (String name : parts(field.strip(), '.')) {
        path.add(name.getBytes(StandardCharsets.UTF_8));
      }
      paths.add(List.copyOf(path));
    }
  }

  private static List<String> parts(String text, char separator) {
    var parts = new ArrayList<String>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  int count() {
    return paths.size();
  }

  /** The member name that key part {@code part} starts with. */
  byte[] first(int part) {
    return paths.get(part).getFirst();
  }

  /** Whether the key is one plain member, so that its bytes alone tell records apart. */
  boolean isOneMember() {
    return paths.size() == 1 && paths.getFirst().size() == 1;
  }

  /** The text of one part, given the range of its first member's value; empty when absent. */
  String part(JsonScanner json, int part, int from, int to) throws RefusedRequest {
    int start = from;
    int end = to;
    List<byte[]> path = paths.get(part);
    for (int depth = 1; depth < path.size(); depth++) {
      start = Members.find(json, start, path.get(depth));
      if (start < 0) {
        return "";
      }
      end = json.value(start);
    }
    return json.textOf(start, end);
  }

  /** Joins parts so that different keys stay different; empty when every part is. */
  static String joined(List<String> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    if (parts.stream().allMatch(String::isEmpty)) {
      return "";
    }
    var escaped = new ArrayList<String>();
    for (String part : parts) {
      escaped.add(part.replace("\\", "\\\\").replace(",", "\\,"));
    }
    return String.join(",", escaped);
  }
}
