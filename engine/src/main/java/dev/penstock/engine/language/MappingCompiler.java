package dev.penstock.engine.language;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Value;
import java.util.Optional;

/**
 * Turns definitions into expressions. What Segment's engine notices only when a directive runs
 * becomes an expression that fails, because a branch not taken never fails.
 */
public final class MappingCompiler {
  private final Scope scope;

  public MappingCompiler(Scope scope) {
    this.scope = scope;
  }

  /**
   * Compiles a part of a mapping that {@link MappingCheck} let pass, or that it does not look at.
   */
  public Expression compile(Value definition) {
    return switch (definition) {
      case ArrayValue array -> Expression.array(array.items().stream().map(this::compile).toList());
      case ObjectValue object -> {
        Optional<Directive> directive = Directive.of(object);
        yield directive.isPresent() ? directive(directive.get()) : object(object);
      }
      default -> Expression.constant(definition);
    };
  }

  private Expression object(ObjectValue object) {
    String[] names = new String[object.size()];
    Expression[] parts = new Expression[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = object.name(i);
      parts[i] = compile(object.value(i));
    }
    return Expression.object(names, parts);
  }

  private Expression directive(Directive directive) {
    Value argument = directive.argument();
    return switch (directive.name()) {
      case "@path" -> Paths.path(argument, this);
      case "@arrayPath" -> Paths.arrayPath(argument, this);
      case "@template" -> Templates.template(argument, this);
      case "@liquid" -> Templates.liquid(argument, this);
      case "@literal" -> compile(argument);
      case "@if" -> Choices.branch(argument, this);
      case "@case" -> Texts.letterCase(argument, this);
      case "@replace" -> Texts.replace(argument, this);
      case "@json" -> Texts.json(argument, this);
      case "@flatten" -> Objects.flatten(argument, this);
      case "@merge" -> Objects.merge(argument, this);
      case "@transform" -> Objects.transform(argument, this);
      case "@excludeWhenNull" -> Choices.withoutNulls(argument, this);
      default -> fails(directive.name() + " is not a valid directive, got undefined");
    };
  }

  Scope scope() {
    return scope;
  }

  /** A compiler for parts that see another payload. */
  MappingCompiler elsewhere() {
    return new MappingCompiler(scope.elsewhere());
  }

  /** A part that can only fail once it is reached. */
  Expression fails(String message) {
    scope.fails(message);
    return payload -> {
      throw MappingException.runtime(message);
    };
  }
}
