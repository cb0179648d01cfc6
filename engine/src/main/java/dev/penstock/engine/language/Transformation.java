package dev.penstock.engine.language;

import dev.penstock.engine.value.Cleaning;
import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Value;

/** A whole mapping, checked and compiled. Immutable and thread-safe. */
public final class Transformation {
  /** The key whose directive goes round all the others. */
  private static final String AROUND = "__segment_internal_directive";

  private final Expression expression;

  private Transformation(Expression expression) {
    this.expression = expression;
  }

  /**
   * Compiles a mapping for any payload.
   *
   * @throws MappingException VALIDATION with all faults; RUNTIME when its root directive is none
   */
  public static Transformation compile(Value mapping) {
    return compile(mapping, Scope.ANY);
  }

  /** As above, with paths that start from what is known. */
  public static Transformation compile(Value mapping, Scope scope) {
    return new Transformation(new MappingCompiler(scope).compile(checked(mapping)));
  }

  /**
   * The mapping as it runs: with its root directive around it, and valid.
   *
   * @throws MappingException as {@link #compile}
   */
  public static ObjectValue checked(Value mapping) {
    if (!(mapping instanceof ObjectValue object)) {
      // Segment's engine makes an object of the characters of a text, and nothing of a number.
      throw MappingException.runtime("mapping must be an object, got " + mapping.typeWord());
    }
    ObjectValue around = around(object);
    MappingCheck.check(around);
    return around;
  }

  private static ObjectValue around(ObjectValue mapping) {
    Value root = mapping.get(AROUND);
    if (root == Value.MISSING) {
      return mapping;
    }
    if (!(root instanceof ObjectValue directive) || directive.size() != 1) {
      throw MappingException.runtime("The root mapping must only have a single directive object");
    }
    if (!(directive.value(0) instanceof ObjectValue argument)) {
      throw MappingException.runtime("The root directive must be an object");
    }
    Members.Builder fields = new Members.Builder();
    for (int i = 0; i < mapping.size(); i++) {
      if (!mapping.name(i).equals(AROUND)) {
        fields.put(mapping.name(i), mapping.value(i));
      }
    }
    Members.Builder filled = new Members.Builder();
    for (int i = 0; i < argument.size(); i++) {
      filled.put(argument.name(i), argument.value(i));
    }
    filled.put("mapping", fields.build());
    return new Members.Builder().put(directive.name(0), filled.build()).build();
  }

  /**
   * The payload mapped, without missing members; may itself be missing.
   *
   * @throws MappingException RUNTIME or LIQUID
   */
  public Value of(Value payload) {
    checkPayload(payload);
    return Cleaning.clean(expression.of(payload));
  }

  /** A payload is an object; Segment's engine says so before it looks at the mapping. */
  public static void checkPayload(Value payload) {
    if (!(payload instanceof ObjectValue)) {
      throw MappingException.runtime("data must be an object, got " + payload.typeWord());
    }
  }
}
