package dev.penstock.engine.error;

/**
 * Something that stops a command or a run, with the code under which it is documented. The message
 * says what failed, which one, why and what to do; it holds no secrets and no row values.
 */
public final class PenstockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public PenstockException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public PenstockException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
