package dev.penstock.server.project;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ${env:NAME}} and {@code ${secret:NAME}} stand for. Immutable; used by one thread.
 *
 * @param environment a variable by its name
 * @param secrets a secret by its name
 */
public record References(
    Function<String, Optional<String>> environment, Function<String, Optional<String>> secrets) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern KNOWN = Pattern.compile("(env|secret):([A-Za-z_][A-Za-z0-9_.-]*)");

  /** Secrets from the environment too, under {@code PENSTOCK_SECRET_NAME}. */
  public static References ofEnvironment(Function<String, Optional<String>> environment) {
    return new References(environment, name -> environment.apply("PENSTOCK_SECRET_" + name));
  }

  /** Which references a place allows. */
  enum Allowed {
    /** The environment and secrets. */
    ALL,
    /** The same, and a variable that is not set means that the setting is absent. */
    ALL_OR_ABSENT,
    /** The environment; a secret would be shown or kept in the open here. */
    ENVIRONMENT,
    NONE
  }

  static boolean in(String text) {
    return text.contains("${env:") || text.contains("${secret:");
  }

  /** The text with its references replaced; empty, with problems, when one cannot be. */
  Optional<String> resolve(String text, Allowed allowed, Place place, Problems problems) {
    if (!text.contains("${")) {
      return Optional.of(text);
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    boolean whole = true;
    int from = 0;
    while (matcher.find()) {
      resolved.append(text, from, matcher.start());
      Optional<String> value = value(matcher.toMatchResult(), allowed, place, problems);
      whole &= value.isPresent();
      resolved.append(value.orElse(""));
      from = matcher.end();
    }
    resolved.append(text, from, text.length());
    return whole ? Optional.of(resolved.toString()) : Optional.empty();
  }

  private Optional<String> value(
      MatchResult found, Allowed allowed, Place place, Problems problems) {
    Matcher known = KNOWN.matcher(found.group(1));
    if (!known.matches()) {
      if (allowed != Allowed.ALL && allowed != Allowed.ALL_OR_ABSENT && !in(found.group())) {
        return Optional.of(found.group()); // SQL and templates may use these characters themselves
      }
      problems.error(
          ProblemCode.VALUE_INVALID,
          place,
          "`" + found.group() + "` refers to nothing.",
          "Write `${env:NAME}` for a variable or `${secret:NAME}` for a secret.");
      return Optional.empty();
    }
    boolean secret = known.group(1).equals("secret");
    if (allowed == Allowed.NONE || (secret && allowed == Allowed.ENVIRONMENT)) {
      problems.error(
          ProblemCode.REFERENCE_MISPLACED,
          place,
          "`" + found.group() + "` may not stand here: this value is kept and shown in the open.",
          "Write the value itself; references belong into the settings of connections.");
      return Optional.empty();
    }
    String name = known.group(2);
    Optional<String> value = secret ? secrets.apply(name) : environment.apply(name);
    if (value.isEmpty() && allowed == Allowed.ALL_OR_ABSENT && !secret) {
      problems.warning(
          ProblemCode.ENV_UNRESOLVED,
          place,
          "The environment variable `" + name + "` is not set, so this setting counts as absent.",
          "Set it before starting Penstock, or remove the setting where none is needed.");
      return Optional.empty();
    }
    if (value.isEmpty()) {
      problems.error(
          secret ? ProblemCode.SECRET_UNRESOLVED : ProblemCode.ENV_UNRESOLVED,
          place,
          secret
              ? "There is no secret `" + name + "`."
              : "The environment variable `" + name + "` is not set.",
          secret
              ? "Set PENSTOCK_SECRET_" + name + " before starting Penstock."
              : "Set it before starting Penstock: export " + name + "=...");
    }
    return value;
  }
}
