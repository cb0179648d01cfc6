package dev.penstock.engine.run;

import java.util.List;

/** Several runs have an id that begins with what a person typed. */
public final class AmbiguousRun extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Names the choice.
   *
   * @param prefix what was typed
   * @param some a few of the ids that begin with it
   */
  public AmbiguousRun(String prefix, List<String> some) {
    super(
        "\"%s\" does not say which run: among others %s begin with it. Give more of the id."
            .formatted(prefix, String.join(", ", some)));
  }
}
