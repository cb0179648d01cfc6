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
                "action", Map.of("status", 503, "retry_after", 1)),
            Map.of(
                "match", Map.of("path", "/objects/orders/batch", "nth", 5),
                "action", Map.of("apply_then_drop", true)),
            Map.of(
                "match", Map.of("path", "/objects/contacts/batch", "key", "17"),
                "action", Map.of("per_record", List.of(notAnAddress("17"))),
                "times", 1),
            Map.of(
                "match", Map.of("path", "/objects/contacts/batch"),
                "action",
                    Map.of(
                        "per_record",
                        List.of(
                            notAnAddress("5017"), notAnAddress("10017"), notAnAddress("15017"))))));
  }

  private static Map<String, Object> notAnAddress(String key) {
    return Map.of(
        "key", key,
        "code", "invalid_field",
        "message", "is no e-mail address",
        "field", "email");
  }
}
