package dev.penstock.server;

import dev.penstock.server.project.Spelling;
import java.util.Collection;
import java.util.Optional;

/** Nothing has the name or id that was asked for. */
public final class NotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String hint;

  private NotFoundException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /**
   * Of a thing with the names that there are.
   *
   * @param what for example {@code sync}
   * @param known the names there are, to guess which was meant
   * @param list the command that lists them
   */
  public static NotFoundException of(
      String what, String name, Collection<String> known, String list) {
    Optional<String> guess = Spelling.suggestion(name, known);
    return new NotFoundException(
        "There is no " + what + " `" + name + "`.",
        guess.orElse("`penstock " + list + "` shows what there is."));
  }

  /** What to do, as a sentence. */
  public String hint() {
    return hint;
  }
}
