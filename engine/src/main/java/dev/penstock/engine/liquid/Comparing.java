package dev.penstock.engine.liquid;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;

/** Comparisons as LiquidJS makes them: equal without conversion, less and greater with. */
final class Comparing {
  private Comparing() {}

  static boolean holds(Term.Operator operator, Value left, Value right) {
    return switch (operator) {
      case EQUAL -> equal(left, right);
      case UNEQUAL -> !equal(left, right);
      case CONTAINS -> contains(left, right);
      case LESS -> ordered(left, right) && compare(left, right) < 0;
      case LESS_OR_EQUAL -> ordered(left, right) && compare(left, right) <= 0;
      case GREATER -> ordered(left, right) && compare(left, right) > 0;
      case GREATER_OR_EQUAL -> ordered(left, right) && compare(left, right) >= 0;
      case AND, OR -> throw new IllegalArgumentException("and, or are no comparisons");
    };
  }

  static boolean equal(Value left, Value right) {
    if (left == Term.EMPTY || left == Term.BLANK) {
      return isEmpty(right, left == Term.BLANK);
    }
    if (right == Term.EMPTY || right == Term.BLANK) {
      return isEmpty(left, right == Term.BLANK);
    }
    if (left.absent() || right.absent()) {
      return left.absent() && right.absent();
    }
    return switch (left) {
      case Num number -> right instanceof Num other && number.toDouble() == other.toDouble();
      case Text text -> right instanceof Text other && text.string().equals(other.string());
      case ArrayValue array -> right instanceof ArrayValue other && equal(array, other);
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

  private static boolean isEmpty(Value value, boolean orBlank) {
    return switch (value) {
      case Text text -> orBlank ? text.string().isBlank() : text.isEmpty();
      case ArrayValue array -> array.size() == 0;
      case ObjectValue object -> object.size() == 0;
      case Value.Bool bool -> orBlank && !bool.value();
      case Value.Missing _, Value.Null _ -> orBlank;
      case Num _ -> false;
    };
  }

  private static boolean contains(Value left, Value right) {
    return switch (left) {
      case Text text -> text.string().contains(JsText.of(right));
      case ArrayValue array -> array.items().stream().anyMatch(item -> equal(item, right));
      default -> false;
    };
  }

  /**
   * Neither is the word for emptiness, and both are numbers or both texts, as JavaScript sees it.
   */
  private static boolean ordered(Value left, Value right) {
    if (left == Value.MISSING || right == Value.MISSING) {
      return false;
    }
    return (left instanceof Text && right instanceof Text) || (isNumber(left) && isNumber(right));
  }

  private static boolean isNumber(Value value) {
    return !Double.isNaN(Liquids.strictNumber(value));
  }

  private static int compare(Value left, Value right) {
    return left instanceof Text text && right instanceof Text other
        ? text.string().compareTo(other.string())
        : Double.compare(Liquids.strictNumber(left), Liquids.strictNumber(right));
  }
}
