package dev.penstock.engine.liquid;

import java.util.List;

/** A part of a template. {@code position} is where its tag begins, for messages. */
sealed interface Node {
  record Plain(String text) implements Node {}

  record Output(Term value, int position) implements Node {}

  record Assign(String name, Term value, int position) implements Node {}

  record Capture(String name, List<Node> body) implements Node {}

  /** if, elsif, else; for unless the first condition is turned round. */
  record Branches(List<Branch> branches, List<Node> otherwise) implements Node {}

  record Branch(Term condition, boolean wanted, List<Node> body, int position) {}

  record Cycle(String group, List<Term> values, int position) implements Node {}

  /** increment (first the value, then one more) and decrement (one less, then the value). */
  record Count(String name, int step) implements Node {}

  record Block(List<Node> body) implements Node {}

  /** break and continue: outside a loop both end the template. */
  record Stop() implements Node {}
}
