package dev.penstock.engine.liquid;

import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.List;
import java.util.Map;

/** A part of an expression. */
sealed interface Term {
  /** The words {@code empty} and {@code blank}, told from an empty text by identity. */
  Text EMPTY = Text.of("");

  Text BLANK = Text.of("");

  record Constant(Value value) implements Term {}

  /** A variable and the members to follow; each is a constant or looked up itself. */
  record Variable(Term root, List<Term> members) implements Term {}

  record Range(Term from, Term to) implements Term {}

  record Not(Term operand) implements Term {}

  record Operation(Operator operator, Term left, Term right) implements Term {}

  /** A value and the filters that it goes through. */
  record Filtered(Term value, List<Filter> filters) implements Term {}

  /** One filter with its arguments. */
  record Filter(
      String name, Filters.Function function, List<Term> arguments, Map<String, Term> named) {}

  /** What stands between two operands; and, or bind weaker than the rest. */
  enum Operator {
    EQUAL("=="),
    UNEQUAL("!="),
    GREATER_OR_EQUAL(">="),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    LESS("<"),
    CONTAINS("contains"),
    AND("and"),
    OR("or");

    final String word;

    Operator(String word) {
      this.word = word;
    }

    boolean joins() {
      return this == AND || this == OR;
    }
  }
}
