package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Article;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says what is wrong with a mapping, in the words of Segment's engine. One fault inside a directive
 * ends it; plain objects collect one per key.
 */
final class MappingCheck {
  /** UTF-16 units that a pattern or replacement may have. */
  static final int REPLACE_MAX = 10;

  private MappingCheck() {}

  /**
   * @throws MappingException VALIDATION with all faults found
   */
  static void check(Value mapping) {
    List<String> faults = new ArrayList<>();
    mapping(mapping, "/", faults);
    if (!faults.isEmpty()) {
      throw new MappingException(MappingException.Kind.VALIDATION, faults);
    }
  }

  /** Anything; what lies inside plain arrays is not looked at. */
  private static void mapping(Value value, String at, List<String> faults) {
    if (value instanceof ObjectValue object) {
      if (isDirective(object)) {
        directive(object, at, faults);
      } else {
        members(object, at, faults);
      }
    }
  }

  private static void members(ObjectValue object, String at, List<String> faults) {
    for (int i = 0; i < object.size(); i++) {
      mapping(object.value(i), below(at, object.name(i)), faults);
    }
  }

  private static boolean isDirective(Value value) {
    if (value instanceof ObjectValue object) {
      for (int i = 0; i < object.size(); i++) {
        if (Directive.isName(object.name(i))) {
          return true;
        }
      }
    }
    return false;
  }

  private static void directive(ObjectValue object, String at, List<String> faults) {
    int directives = 0;
    boolean others = false;
    String name = "";
    for (int i = 0; i < object.size(); i++) {
      if (Directive.isName(object.name(i))) {
        name = directives++ == 0 ? object.name(i) : name;
      } else {
        others |= !Directive.isMetadata(object.name(i));
      }
    }
    if (directives > 1 || others) {
      int keys = directives > 1 ? directives : object.size();
      faults.add(fault(at, "should only have one @-prefixed key but it has " + keys + " keys"));
      return;
    }
    argument(name, object.get(name), at, below(at, name), faults);
  }

  private static void argument(
      String name, Value argument, String at, String inside, List<String> faults) {
    switch (name) {
      case "@path", "@template" -> textOrDirective(argument, inside, faults);
      case "@liquid" -> text(argument, inside, faults);
      case "@literal", "@excludeWhenNull" -> anything(argument, inside, faults);
      case "@arrayPath" -> arrayPath(argument, inside, faults);
      case "@if", "@case", "@replace", "@flatten", "@json", "@merge", "@transform" -> {
        if (!(argument instanceof ObjectValue object) || isDirective(argument)) {
          faults.add(shouldBe(inside, "an object", argument));
          return;
        }
        int before = faults.size();
        members(object, inside, faults);
        if (faults.size() == before) {
          new Members(object, inside, faults).of(name);
        }
      }
      default -> faults.add(fault(at, "has an invalid directive: " + name));
    }
  }

  /** The members that a directive's argument must or may have, in the order they are told. */
  private record Members(ObjectValue object, String at, List<String> faults) {
    void of(String directive) {
      switch (directive) {
        case "@case" -> {
          if (has("operator")) {
            text(object.get("operator"), below(at, "operator"), faults);
          }
          if (has("value")) {
            textOrDirective(object.get("value"), below(at, "value"), faults);
          }
        }
        case "@replace" -> replace();
        case "@flatten" -> {
          if (has("separator")) {
            text(object.get("separator"), below(at, "separator"), faults);
          }
          if (required("value")) {
            anything(object.get("value"), below(at, "value"), faults);
          }
        }
        case "@json" -> {
          if (required("value")) {
            anything(object.get("value"), below(at, "value"), faults);
          }
          if (required("mode")) {
            oneOf("mode", "encode", "decode");
          }
        }
        case "@merge" -> {
          if (has("direction")) {
            oneOf("direction", "left", "right");
          }
          if (required("objects")) {
            objects();
          }
        }
        case "@transform" -> {
          for (String name : List.of("apply", "mapping")) {
            if (required(name)) {
              objectOrDirective(object.get(name), below(at, name), faults);
            }
          }
        }
        default -> {
          // @if: its members may be anything, and were looked into already.
        }
      }
    }

    private void replace() {
      if (required("pattern")) {
        length("pattern", 1);
      }
      if (has("replacement")) {
        length("replacement", 0);
      }
      if (required("value")) {
        textOrDirective(object.get("value"), below(at, "value"), faults);
      }
      for (String name : List.of("ignorecase", "global")) {
        Value value = object.get(name);
        if (value != Value.MISSING && !(value instanceof Value.Bool)) {
          faults.add(shouldBe(below(at, name), "a boolean", value));
        }
      }
    }

    private void objects() {
      Value objects = object.get("objects");
      if (!(objects instanceof ArrayValue array)) {
        faults.add(shouldBe(below(at, "objects"), "an array", objects));
        return;
      }
      // Segment's engine forgets where it is inside the list.
      for (Value item : array.items()) {
        objectOrDirective(item, "/", faults);
      }
    }

    private boolean has(String name) {
      return object.get(name) != Value.MISSING;
    }

    private boolean required(String name) {
      if (!has(name)) {
        faults.add(fault(at, "should have field \"%s\" but it doesn't".formatted(name)));
      }
      return has(name);
    }

    private void oneOf(String name, String first, String second) {
      Value value = object.get(name);
      String place = below(at, name);
      if (!(value instanceof Text text)) {
        text(value, place, faults);
        return;
      }
      String lower = text.string().toLowerCase(Locale.ROOT);
      if (!lower.equals(first) && !lower.equals(second)) {
        faults.add(
            fault(
                place,
                "should be one of %s, %s but it is %s"
                    .formatted(first, second, ValueWriter.text(value))));
      }
    }

    private void length(String name, int least) {
      Value value = object.get(name);
      String place = below(at, name);
      if (!(value instanceof Text text)) {
        text(value, place, faults);
      } else if (text.string().length() < least) {
        faults.add(fault(place, "should be a string of length " + least + " or greater"));
      } else if (text.string().length() > REPLACE_MAX) {
        faults.add(fault(place, "should be a string of length " + REPLACE_MAX + " or less"));
      }
    }
  }

  private static void arrayPath(Value argument, String at, List<String> faults) {
    if (!(argument instanceof ArrayValue array)) {
      faults.add(fault(at, "should be an array but it is " + Article.with(argument.typeWord())));
      return;
    }
    int before = faults.size();
    textOrDirective(array.get(0), at, faults);
    if (faults.size() == before) {
      mapping(array.get(1), at, faults);
    }
  }

  private static void text(Value value, String at, List<String> faults) {
    if (!(value instanceof Text)) {
      faults.add(shouldBe(at, "a string", value));
    }
  }

  private static void textOrDirective(Value value, String at, List<String> faults) {
    if (isDirective(value)) {
      mapping(value, at, faults);
    } else if (!(value instanceof Text)) {
      faults.add(shouldBe(at, "a string or a mapping directive", value));
    }
  }

  private static void objectOrDirective(Value value, String at, List<String> faults) {
    if (value instanceof ObjectValue) {
      mapping(value, at, faults);
    } else {
      faults.add(shouldBe(at, "a object or a mapping directive", value));
    }
  }

  private static void anything(Value value, String at, List<String> faults) {
    if (isDirective(value)) {
      mapping(value, at, faults);
    } else if (value == Value.MISSING) {
      faults.add(shouldBe(at, "a mapping directive or a JSON value", value));
    }
  }

  private static String shouldBe(String at, String what, Value value) {
    String type = isDirective(value) ? "directive" : value.typeWord();
    return fault(at, "should be %s but it is %s".formatted(what, Article.with(type)));
  }

  private static String below(String at, String name) {
    return at.equals("/") ? "/" + name : at + "/" + name;
  }

  private static String fault(String at, String text) {
    return at + " " + text + ".";
  }
}
