package dev.penstock.server.wiring;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A fault script in a file: YAML, and so JSON too. */
final class FaultFile {
  /** A script is written by hand. */
  private static final int BYTES_MAX = 1 << 20;

  private FaultFile() {}

  /** Reads the script as maps and lists; a list alone is taken for the rules. */
  static Map<String, Object> read(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw unreadable(file, "it is larger than 1 MB", null);
      }
      Object root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return switch (root) {
        case Map<?, ?> script -> named(file, script);
        case List<?> rules -> Map.of("rules", rules);
        default -> throw unreadable(file, "it holds neither rules nor a list of them", null);
      };
    } catch (IOException | YamlEngineException e) {
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Map<String, Object> named(Path file, Map<?, ?> script) {
    Map<String, Object> named = new java.util.LinkedHashMap<>();
    script.forEach(
        (name, value) -> {
          if (!(name instanceof String text)) {
            throw unreadable(file, "a member's name is no text", null);
          }
          named.put(text, value);
        });
    return named;
  }

  private static PenstockException unreadable(
      Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
    String message =
        "The fault script \"%s\" cannot be read: %s. Correct the file.".formatted(file, why);
    return cause == null
        ? new PenstockException(ErrorCode.CONFIG_INVALID, message)
        : new PenstockException(ErrorCode.CONFIG_INVALID, message, cause);
  }
}
