package dev.penstock.connectors.sandbox.simulator;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys that were applied, with the code then answered; the newest million. Guarded by its owner.
 */
final class SeenKeys {
  /** Real destinations forget idempotency keys after a day; here it is a count, some 150 MB. */
  private static final int KEPT_MAX = 1_000_000;

  private final Map<String, String> codes =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > KEPT_MAX;
        }
      };

  @Nullable String codeOf(String key) {
    return codes.get(key);
  }

  /** Remembers the first answer; later ones do not replace it. */
  void remember(String key, String code) {
    codes.putIfAbsent(key, code);
  }

  void clear() {
    codes.clear();
  }
}
