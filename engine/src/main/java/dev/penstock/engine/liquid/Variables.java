package dev.penstock.engine.liquid;

import dev.penstock.engine.value.JsText;
import java.util.ArrayList;
import java.util.List;

/** Which variables a template reads. */
final class Variables {
  private final List<List<String>> found = new ArrayList<>();

  private Variables() {}

  static List<List<String>> of(List<Node> nodes) {
    Variables variables = new Variables();
    variables.nodes(nodes);
    return List.copyOf(variables.found);
  }

  private void nodes(List<Node> nodes) {
    nodes.forEach(this::node);
  }

  private void node(Node node) {
    switch (node) {
      case Node.Plain _, Node.Stop _ -> {}
      case Node.Output(var value, _) -> term(value);
      case Node.Assign(_, var value, _) -> term(value);
      case Node.Capture(_, var body) -> nodes(body);
      case Node.Block(var body) -> nodes(body);
      case Node.Count(var name, _) -> found.add(List.of(name));
      case Node.Cycle(_, var values, _) -> values.forEach(this::term);
      case Node.Branches(var branches, var otherwise) -> {
        for (Node.Branch branch : branches) {
          term(branch.condition());
          nodes(branch.body());
        }
        nodes(otherwise);
      }
    }
  }

  private void term(Term term) {
    switch (term) {
      case Term.Constant _ -> {}
      case Term.Range(var from, var to) -> {
        term(from);
        term(to);
      }
      case Term.Not(var operand) -> term(operand);
      case Term.Operation(_, var left, var right) -> {
        term(left);
        term(right);
      }
      case Term.Filtered(var value, var filters) -> {
        term(value);
        for (Term.Filter filter : filters) {
          filter.arguments().forEach(this::term);
          filter.named().values().forEach(this::term);
        }
      }
      case Term.Variable(var root, var members) -> variable(root, members);
    }
  }

  private void variable(Term root, List<Term> members) {
    List<String> names = new ArrayList<>();
    boolean constant = true;
    List<Term> all = new ArrayList<>();
    all.add(root);
    all.addAll(members);
    for (Term part : all) {
      if (part instanceof Term.Constant(var value)) {
        if (constant) {
          names.add(JsText.of(value));
        }
      } else {
        constant = false;
        term(part);
      }
    }
    found.add(List.copyOf(names));
  }
}
