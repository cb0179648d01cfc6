package dev.penstock.connectors.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code {"results": [...]}} strictly: an answer that is not exactly about the records sent
 * is no answer, because guessing which result belongs to which record would call something
 * delivered that is not.
 */
final class ResultsReader {
  private static final JsonFactory JSON = new JsonFactory();

  private ResultsReader() {}

  /**
   * One result per id, in the same order.
   *
   * @return empty when the body is not that
   */
  static Optional<List<RecordResult>> read(byte[] body, List<String> ids) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Optional<List<RecordResult>> results = Optional.empty();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = parser.currentName().equals("results");
        parser.nextToken();
        if (!wanted) {
          parser.skipChildren();
          continue;
        }
        if (results.isPresent()) {
          return Optional.empty();
        }
        results = list(parser, ids);
        if (results.isEmpty()) {
          return Optional.empty();
        }
      }
      boolean ended = parser.nextToken() == null;
      return ended ? results : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<List<RecordResult>> list(JsonParser parser, List<String> ids) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return Optional.empty();
    }
    var results = new ArrayList<RecordResult>(ids.size());
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      int index = results.size();
      Optional<RecordResult> result = result(parser);
      if (result.isEmpty() || index >= ids.size() || !result.get().id().equals(ids.get(index))) {
        return Optional.empty();
      }
      results.add(result.get());
    }
    boolean whole = parser.currentToken() == JsonToken.END_ARRAY && results.size() == ids.size();
    return whole ? Optional.of(results) : Optional.empty();
  }

  private static Optional<RecordResult> result(JsonParser parser) {
    String id = "";
    String status = "";
    String code = "";
    String message = "";
    String field = "";
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isStructStart()) {
        parser.skipChildren();
        continue;
      }
      String text = value == JsonToken.VALUE_NULL ? "" : parser.getString();
      switch (name) {
        case "id" -> id = text;
        case "status" -> status = text;
        case "code" -> code = text;
        case "message" -> message = text;
        case "field" -> field = text;
        default -> {
          // More than we ask for is no fault.
        }
      }
    }
    boolean taken = status.equals("ok");
    boolean known = taken || status.equals("error");
    return known
        ? Optional.of(new RecordResult(id, taken, code, message, field))
        : Optional.empty();
  }
}
