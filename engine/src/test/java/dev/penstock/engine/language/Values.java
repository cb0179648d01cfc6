package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Values in tests: read from resources, compared without regard to the order of members. */
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

  public static boolean equal(Value left, Value right) {
    return switch (left) {
      case Num number -> right instanceof Num other && number.exact().compareTo(other.exact()) == 0;
      case Text text -> right instanceof Text other && text.string().equals(other.string());
      case ArrayValue array -> right instanceof ArrayValue other && equal(array, other);
      case ObjectValue object -> right instanceof ObjectValue other && equal(object, other);
      default -> left == right;
    };
  }

  private static boolean equal(ArrayValue left, ArrayValue right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(ObjectValue left, ObjectValue right) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.value(i), right.get(left.name(i)))) {
        return false;
      }
    }
    return true;
  }
}
