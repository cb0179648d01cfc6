package dev.penstock.engine.language;

import dev.penstock.engine.liquid.LiquidException;
import dev.penstock.engine.liquid.LiquidTemplate;
import dev.penstock.engine.value.JsText;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code @template} and {@code @liquid}. */
final class Templates {
  private static final Pattern TRIPLE = Pattern.compile("\\{\\{\\{([^}]+)\\}\\}\\}");
  private static final Pattern DOUBLE = Pattern.compile("\\{\\{([^}]+)\\}\\}");

  private Templates() {}

  static Expression template(Value argument, MappingCompiler compiler) {
    if (argument instanceof Text text && !TRIPLE.matcher(text.string()).find()) {
      return parts(text.string(), compiler.scope());
    }
    Expression template = compiler.compile(argument);
    // What a triple placeholder inserts may hold placeholders itself.
    compiler.scope().reads(List.of());
    return payload -> {
      Value value = template.of(payload);
      if (value instanceof Text text) {
        return Text.of(filled(DOUBLE, filled(TRIPLE, text.string(), payload), payload));
      }
      throw MappingException.runtime("@template: expected string, got " + value.typeWord());
    };
  }

  private static String filled(Pattern placeholder, String template, Value payload) {
    return placeholder
        .matcher(template)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(JsText.of(Path.follow(payload, names(match.group(1))))));
  }

  private static List<String> names(String placeholder) {
    return Path.names(placeholder.strip());
  }

  private static Expression parts(String template, Scope scope) {
    List<Expression> parts = new ArrayList<>();
    Matcher placeholder = DOUBLE.matcher(template);
    int from = 0;
    while (placeholder.find()) {
      if (placeholder.start() > from) {
        parts.add(Expression.constant(Text.of(template.substring(from, placeholder.start()))));
      }
      parts.add(scope.path(names(placeholder.group(1))));
      from = placeholder.end();
    }
    if (parts.isEmpty()) {
      return Expression.constant(Text.of(template));
    }
    if (from < template.length()) {
      parts.add(Expression.constant(Text.of(template.substring(from))));
    }
    Expression[] all = parts.toArray(Expression[]::new);
    return payload -> {
      StringBuilder out = new StringBuilder();
      for (Expression part : all) {
        out.append(JsText.of(part.of(payload)));
      }
      return Text.of(out.toString());
    };
  }

  static Expression liquid(Value argument, MappingCompiler compiler) {
    if (!(argument instanceof Text source)) {
      return compiler.fails("@liquid: expected string, got " + argument.typeWord());
    }
    LiquidTemplate template;
    try {
      template = LiquidTemplate.parse(source.string());
    } catch (LiquidException wrong) {
      MappingException fault = liquid(wrong);
      compiler.scope().fails(String.valueOf(fault.getMessage()));
      return payload -> {
        throw fault;
      };
    }
    template.variables().forEach(compiler.scope()::reads);
    return payload -> {
      try {
        return Text.of(template.render(payload));
      } catch (LiquidException wrong) {
        throw liquid(wrong);
      }
    };
  }

  private static MappingException liquid(LiquidException wrong) {
    return new MappingException(
        MappingException.Kind.LIQUID, List.of(String.valueOf(wrong.getMessage())));
  }
}
