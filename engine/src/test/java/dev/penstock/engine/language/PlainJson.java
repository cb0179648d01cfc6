package dev.penstock.engine.language;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plain values as JSON text. */
final class PlainJson {
  private PlainJson() {}

  static String text(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(member -> text(String.valueOf(member.getKey())) + ":" + text(member.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PlainJson::text).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof String string) {
      return "\"" + string.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
    return value == PlainEvaluator.NULL ? "null" : plain(value);
  }

  /** Texts, truth values, and numbers without superfluous zeros. */
  static String plain(Object value) {
    if (value instanceof BigDecimal number) {
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    return String.valueOf(value);
  }
}
