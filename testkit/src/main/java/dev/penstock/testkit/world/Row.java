package dev.penstock.testkit.world;

import dev.penstock.engine.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A row of the simulated model.
 *
 * @param id its key
 * @param email what the destination refuses when it begins with {@code bad}
 * @param note a column that only some mappings use
 */
record Row(int id, String email, @Nullable String note) {
  boolean isBad() {
    return email.startsWith("bad") || isUnreadable();
  }

  /** The source cannot give its email, so the row cannot be mapped and is never sent. */
  boolean isUnreadable() {
    return email.startsWith("nan");
  }

  /** The payload that a correct product sends under a mapping version. */
  String payload(MappingChoice mapping) {
    JsonWriter out = new JsonWriter();
    out.raw(("{\"id\":" + id).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    switch (mapping) {
      case WHOLE_ROW -> {
        member(out, "email", email);
        member(out, "note", note);
      }
      case EMAIL_ONLY -> member(out, "mail", email);
      case EMAIL_RENAMED -> member(out, "address", email);
    }
    out.put('}');
    return out.text();
  }

  private static void member(JsonWriter out, String name, @Nullable String value) {
    out.put(',');
    out.string(name);
    out.put(':');
    if (value == null) {
      out.nul();
    } else {
      out.string(value);
    }
  }
}
