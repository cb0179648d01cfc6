package dev.penstock.testkit.world;

import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;

/** The mappings that a simulated sync changes between. */
enum MappingChoice {
  WHOLE_ROW("{\"data\":{\"@path\":\"$.properties\"}}"),
  EMAIL_ONLY(
      "{\"data\":{\"id\":{\"@path\":\"$.properties.id\"},\"mail\":{\"@path\":\"$.properties.email\"}}}"),
  EMAIL_RENAMED(
      "{\"data\":{\"id\":{\"@path\":\"$.properties.id\"},\"address\":{\"@path\":\"$.properties.email\"}}}");

  private final String definition;

  MappingChoice(String definition) {
    this.definition = definition;
  }

  Json.Obj definition() {
    return (Json.Obj) JsonReader.read(definition);
  }
}
