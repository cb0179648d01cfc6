package dev.penstock.engine.value;

import java.util.stream.IntStream;

/**
 * A value that a mapping reads or makes: one of JSON's, or missing. Immutable to everybody who sees
 * it; what is computed lazily may be computed twice by two threads, with the same result.
 *
 * <p>Objects and arrays may hold missing members while a mapping runs; {@link Cleaning} takes them
 * out.
 */
public sealed interface Value
    permits Value.Missing, Value.Null, Value.Bool, Num, Text, ArrayValue, ObjectValue {
  /** No value at all, not even null. */
  Value MISSING = new Missing();

  Value NULL = new Null();
  Value TRUE = new Bool(true);
  Value FALSE = new Bool(false);

  /** JavaScript's undefined. Compare with {@link #MISSING} by identity. */
  final class Missing implements Value {
    private Missing() {}

    @Override
    public String toString() {
      return "missing";
    }
  }

  /** JSON's null. Compare with {@link #NULL} by identity. */
  final class Null implements Value {
    private Null() {}

    @Override
    public String toString() {
      return "null";
    }
  }

  /** {@code true} or {@code false}. */
  final class Bool implements Value {
    private final boolean value;

    private Bool(boolean value) {
      this.value = value;
    }

    public boolean value() {
      return value;
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** One of the two constants. */
  static Value of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** Missing, null, false, zero and the empty text: what JavaScript takes for false. */
  default boolean falsy() {
    return switch (this) {
      case Missing _, Null _ -> true;
      case Bool bool -> !bool.value();
      case Num number -> number.isZero();
      case Text text -> text.isEmpty();
      case ArrayValue _, ObjectValue _ -> false;
    };
  }

  /** Missing or null. */
  default boolean absent() {
    return this == MISSING || this == NULL;
  }

  /** The same value: numbers by what they are worth, members in any order. */
  default boolean equalTo(Value other) {
    return switch (this) {
      case Num number -> other instanceof Num that && number.exact().compareTo(that.exact()) == 0;
      case Text text -> other instanceof Text that && text.string().equals(that.string());
      case ArrayValue array ->
          other instanceof ArrayValue that
              && array.size() == that.size()
              && IntStream.range(0, array.size()).allMatch(i -> array.get(i).equalTo(that.get(i)));
      case ObjectValue object ->
          other instanceof ObjectValue that
              && object.size() == that.size()
              && IntStream.range(0, object.size())
                  .allMatch(i -> object.value(i).equalTo(that.get(object.name(i))));
      case Missing _, Null _, Bool _ -> this == other;
    };
  }

  /** The word for its type in messages; "undefined" for missing. */
  default String typeWord() {
    return switch (this) {
      case Missing _ -> "undefined";
      case Null _ -> "null";
      case Bool _ -> "boolean";
      case Num _ -> "number";
      case Text _ -> "string";
      case ArrayValue _ -> "array";
      case ObjectValue _ -> "object";
    };
  }
}
