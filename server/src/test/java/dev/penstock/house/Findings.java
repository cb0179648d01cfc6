package dev.penstock.house;

import java.util.Collection;
import org.assertj.core.api.Assertions;

/** What a rule found: nothing, or a failure that lists each place and ends with the remedy. */
final class Findings {
  private Findings() {}

  /** Fails with every finding on its own line when there are any. */
  static void none(String rule, String remedy, Collection<String> findings) {
    if (!findings.isEmpty()) {
      Assertions.fail(
          "%s%n  %s%nHow to fix: %s"
              .formatted(
                  rule,
                  String.join(System.lineSeparator() + "  ", findings.stream().toList()),
                  remedy));
    }
  }
}
