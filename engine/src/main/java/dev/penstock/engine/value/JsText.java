package dev.penstock.engine.value;

import java.util.Optional;

/** How JavaScript turns values into text. */
public final class JsText {
  /** What it makes of an object, whatever is in it. */
  public static final String OBJECT = "[object Object]";

  private JsText() {}

  /** As {@code String(value)} does; missing and null give the empty text. */
  public static String of(Value value) {
    return switch (value) {
      case Value.Missing _, Value.Null _ -> "";
      case Value.Bool bool -> Boolean.toString(bool.value());
      case Num number -> number.text();
      case Text text -> text.string();
      case ArrayValue array -> joined(array, ",");
      case ObjectValue _ -> OBJECT;
    };
  }

  /** The items as text with a separator between them. */
  public static String joined(ArrayValue array, String separator) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.append(separator);
      }
      out.append(of(array.get(i)));
    }
    return out.toString();
  }

  /** As {@code JSON.stringify} does; empty for missing. */
  public static Optional<String> json(Value value) {
    if (value == Value.MISSING) {
      return Optional.empty();
    }
    ValueWriter out = ValueWriter.likeJavaScript();
    out.write(value);
    return Optional.of(out.text());
  }
}
