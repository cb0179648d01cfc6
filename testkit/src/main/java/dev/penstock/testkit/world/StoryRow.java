package dev.penstock.testkit.world;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as a story tells it.
 *
 * @param values one per column of the model, in its order; columns left out at the end are null
 */
public record StoryRow(List<@Nullable String> values) {
  /** A value that the source cannot give. */
  public static final String UNREADABLE = "?";

  public StoryRow {
    values = Collections.unmodifiableList(values);
  }

  /** A row with these values, the key first. */
  public static StoryRow row(@Nullable String... values) {
    return new StoryRow(Arrays.asList(values.clone()));
  }
}
