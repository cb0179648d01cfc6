package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a shape as one line of JSON. Touched only when JSON was asked for. */
final class JsonOutput {
  /** Grows only when a member changes its meaning or goes; new members do not count. */
  static final int FORMAT_VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .changeDefaultPropertyInclusion(
              usual ->
                  usual.withValueInclusion(Include.NON_ABSENT).withContentInclusion(Include.ALWAYS))
          .build();

  private JsonOutput() {}

  static String line(Object shape) {
    // Outside of its strings JSON is plain ASCII, so these escapes only ever stand inside of one.
    return Texts.escaped(MAPPER.writeValueAsString(shape));
  }
}
