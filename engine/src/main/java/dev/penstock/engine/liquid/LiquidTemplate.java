package dev.penstock.engine.liquid;

import dev.penstock.engine.value.Value;
import java.util.List;

/** A template, parsed once. Immutable and thread-safe. */
public final class LiquidTemplate {
  /** Characters (UTF-16 units) of a template; Segment's limit. */
  public static final int LENGTH_MAX = 1000;

  private final String source;
  private final List<Node> nodes;

  private LiquidTemplate(String source, List<Node> nodes) {
    this.source = source;
    this.nodes = nodes;
  }

  /**
   * Parses a template.
   *
   * @throws LiquidException saying what is wrong and where
   */
  public static LiquidTemplate parse(String source) {
    if (source.length() > LENGTH_MAX) {
      throw new LiquidException(
          "liquid template values are limited to " + LENGTH_MAX + " characters");
    }
    return new LiquidTemplate(source, new TemplateParser(source).parse());
  }

  /**
   * The text that it makes of a payload, which is never changed.
   *
   * @throws LiquidException when a disabled filter is reached or a limit is exceeded
   */
  public String render(Value payload) {
    return new Rendering(source, payload).render(nodes);
  }

  /**
   * The variables that it reads: each the names that lead to it, as far as they are constant. An
   * empty list stands for anything.
   */
  public List<List<String>> variables() {
    return Variables.of(nodes);
  }
}
