package dev.penstock.engine.value;

import dev.penstock.engine.json.JsonWriter;
import java.nio.charset.StandardCharsets;

/** Writes values as JSON. Missing members are left out, missing items are null. */
public final class ValueWriter {
  private final JsonWriter out;
  private final boolean javaScriptNumbers;

  private ValueWriter(JsonWriter out, boolean javaScriptNumbers) {
    this.out = out;
    this.javaScriptNumbers = javaScriptNumbers;
  }

  /** Numbers go out as the token they came in. */
  public static ValueWriter to(JsonWriter out) {
    return new ValueWriter(out, false);
  }

  /** Numbers are written as JavaScript would. */
  static ValueWriter likeJavaScript() {
    return new ValueWriter(new JsonWriter(), true);
  }

  /** The value as compact JSON; missing as null. */
  public static String text(Value value) {
    ValueWriter writer = to(new JsonWriter());
    writer.write(value);
    return writer.text();
  }

  String text() {
    return out.text();
  }

  public void write(Value value) {
    switch (value) {
      case Text text -> text(text);
      case Num number -> number(number);
      case Value.Missing _, Value.Null _ -> out.nul();
      case Value.Bool bool ->
          out.raw((bool.value() ? "true" : "false").getBytes(StandardCharsets.US_ASCII));
      case ObjectValue object -> object(object);
      case ArrayValue array -> array(array);
    }
  }

  private void text(Text text) {
    byte[] bytes = text.bytes();
    out.string(bytes, text.from(), text.length());
  }

  private void number(Num number) {
    if (javaScriptNumbers) {
      out.raw(number.text().getBytes(StandardCharsets.US_ASCII));
    } else {
      out.raw(number.bytes(), number.from(), number.length());
    }
  }

  private void array(ArrayValue array) {
    out.put('[');
    for (int i = 0; i < array.size(); i++) {
      if (i > 0) {
        out.put(',');
      }
      write(array.get(i));
    }
    out.put(']');
  }

  private void object(ObjectValue object) {
    char before = '{';
    for (int i = 0; i < object.size(); i++) {
      Value member = object.value(i);
      if (member == Value.MISSING) {
        continue;
      }
      out.put(before);
      out.string(object.name(i));
      out.put(':');
      write(member);
      before = ',';
    }
    if (before == '{') {
      out.put('{');
    }
    out.put('}');
  }
}
