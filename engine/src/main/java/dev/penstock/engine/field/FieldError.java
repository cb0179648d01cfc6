package dev.penstock.engine.field;

/**
 * What is wrong with a record.
 *
 * @param path where: {@code $} is the record, {@code $.lines[1].sku} a value inside it
 */
public record FieldError(String path, String message) {
  /** The field at fault: the first name of the path; empty when it is the record itself. */
  public String field() {
    String inside = path.startsWith("$.") ? path.substring(2) : "";
    int end = 0;
    while (end < inside.length() && inside.charAt(end) != '.' && inside.charAt(end) != '[') {
      end++;
    }
    return inside.substring(0, end);
  }
}
