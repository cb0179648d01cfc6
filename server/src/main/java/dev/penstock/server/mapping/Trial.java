package dev.penstock.server.mapping;

import dev.penstock.engine.field.FieldCheck;
import dev.penstock.engine.field.FieldError;
import dev.penstock.engine.field.FieldReader;
import dev.penstock.engine.language.MappingException;
import dev.penstock.engine.language.Transformation;
import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.List;
import java.util.Locale;

/**
 * A mapping, a payload and perhaps fields, and what comes of them. The answer is a value to print:
 * {@code {"value": …}}, {@code {"missing": true}} or {@code {"error": {"kind": …}}}; never an
 * exception.
 */
public final class Trial {
  private Trial() {}

  /** Answers an object with {@code mapping}, {@code payload} and {@code fields}. */
  public static Value answer(Value given) {
    try {
      if (!(given instanceof ObjectValue object)) {
        return host("a trial is an object with mapping and payload, not " + given.typeWord());
      }
      return answer(object.get("mapping"), object.get("payload"), object.get("fields"));
    } catch (MappingException wrong) {
      return error(
          wrong.kind().name().toLowerCase(Locale.ROOT),
          "messages",
          wrong.messages().stream().map(message -> (Value) Text.of(message)).toList());
    } catch (IllegalArgumentException wrong) {
      return host(String.valueOf(wrong.getMessage()));
    } catch (RuntimeException | StackOverflowError fault) {
      return host("this could not be computed: " + fault);
    }
  }

  private static Value answer(Value mapping, Value payload, Value fields) {
    Value given = payload == Value.MISSING ? Members.NONE : payload;
    if (mapping == Value.MISSING && fields == Value.MISSING) {
      return host("there is neither a mapping nor fields");
    }
    Value made = given;
    if (mapping != Value.MISSING) {
      Transformation.checkPayload(given);
      made = Transformation.compile(mapping).of(given);
    }
    if (fields != Value.MISSING) {
      if (!(made instanceof ObjectValue record)) {
        return host("the fields need an object, and the mapping made " + made.typeWord());
      }
      FieldCheck.Checked checked = FieldCheck.check(FieldReader.read(fields), record, "");
      if (!checked.errors().isEmpty()) {
        return error("field", "errors", checked.errors().stream().map(Trial::shown).toList());
      }
      made = checked.record();
    }
    return made == Value.MISSING ? one("missing", Value.TRUE) : one("value", made);
  }

  private static Value shown(FieldError error) {
    return new Members.Builder()
        .put("path", Text.of(error.path()))
        .put("message", Text.of(error.message()))
        .build();
  }

  /** An answer about what stands round the mapping: the line, the file, the machine. */
  public static Value host(String message) {
    return error("host", "messages", List.of(Text.of(message)));
  }

  /** Whether the answer is an error. */
  public static boolean isError(Value answer) {
    return answer instanceof ObjectValue object && object.get("error") != Value.MISSING;
  }

  private static Value error(String kind, String name, List<Value> details) {
    return one(
        "error",
        new Members.Builder().put("kind", Text.of(kind)).put(name, ArrayValue.of(details)).build());
  }

  private static Value one(String name, Value value) {
    return new Members.Builder().put(name, value).build();
  }
}
