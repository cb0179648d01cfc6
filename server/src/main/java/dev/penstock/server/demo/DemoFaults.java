package dev.penstock.server.demo;

import java.util.List;
import java.util.Map;

/** How the demo's CRM misbehaves: a little of everything that happens in real life. */
final class DemoFaults {
  private DemoFaults() {}

  static Map<String, Object> script() {
    return Map.of(
        "rules",
        List.of(
            Map.of(
                "match", Map.of("path", "/objects/contacts/batch", "nth", 3),
                "action", Map.of("status", 429, "retry_after", 1)),
            Map.of(
                "match", Map.of("path", "/objects/contacts/batch", "nth", 7),
                "action", Map.of("status", 503)),
            Map.of(
                "match", Map.of("path", "/objects/orders/batch", "nth", 5),
                "action", Map.of("apply_then_drop", true)),
            Map.of(
                "match", Map.of("path", "/objects/contacts/batch"),
                "action", Map.of("reject_batch_if_contains", "not-an-address"))));
  }
}
