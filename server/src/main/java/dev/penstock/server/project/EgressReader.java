package dev.penstock.server.project;

import dev.penstock.connectors.http.EgressRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads which addresses besides public ones a project may send to. */
final class EgressReader {
  private EgressReader() {}

  /** The rules that can be read; the others are problems. */
  static List<String> read(Fields egress) {
    List<String> texts = egress.texts("allow");
    List<String> rules = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Optional<String> problem = EgressRules.problem(texts.get(i));
      if (problem.isEmpty()) {
        rules.add(texts.get(i));
      } else {
        egress
            .scope()
            .problems()
            .error(
                ProblemCode.VALUE_INVALID,
                egress.itemPlace("allow", i),
                problem.get(),
                "Write a host, *.suffix, an address, or a range like 10.2.0.0/16.");
      }
    }
    egress.refuseOthers();
    return rules;
  }
}
