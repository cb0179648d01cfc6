package dev.penstock.engine.language;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import java.util.List;

/** A mapping is not valid, or cannot be run over a payload. Carries the language's own messages. */
public final class MappingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final List<String> messages;

  /** Where it went wrong. */
  public enum Kind {
    /** The mapping itself, before any payload was seen. */
    VALIDATION,
    /** A directive met something that it cannot work with. */
    RUNTIME,
    /** A Liquid template. */
    LIQUID
  }

  MappingException(Kind kind, List<String> messages) {
    // Without a stack trace: it is about a mapping or a row, and a million rows may have it.
    super(String.join(" ", messages), null, false, false);
    this.kind = kind;
    this.messages = List.copyOf(messages);
  }

  public static MappingException runtime(String message) {
    return new MappingException(Kind.RUNTIME, List.of(message));
  }

  public Kind kind() {
    return kind;
  }

  /** At least one; a validation reports all faults that it found, in the order of the keys. */
  public List<String> messages() {
    return messages;
  }

  /** As what becomes of a record. */
  public Failure failure() {
    return Failure.of(ErrorCode.EXPRESSION, String.join(" ", messages));
  }
}
