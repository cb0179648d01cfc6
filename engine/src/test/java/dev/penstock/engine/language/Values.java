package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Values that tests read from resources. */
public final class Values {
  private Values() {}

  /** The cases of a file under conformance/. */
  public static List<ObjectValue> cases(String file) {
    try (InputStream in = Values.class.getResourceAsStream("/conformance/" + file)) {
      byte[] json = in.readAllBytes();
      ArrayValue cases = (ArrayValue) new ValueReader().read(json, 0, json.length);
      return cases.items().stream().map(ObjectValue.class::cast).toList();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  public static String text(Value value) {
    return ((Text) value).string();
  }
}
