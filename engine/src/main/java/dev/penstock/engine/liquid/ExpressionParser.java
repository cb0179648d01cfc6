package dev.penstock.engine.liquid;

import dev.penstock.engine.value.Num;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the expression in a part of a template. */
final class ExpressionParser {
  /** How much of the text a message shows. */
  private static final int SNAPSHOT_MAX = 16;

  /** Deeper ones are refused, so that a template cannot exhaust the stack. */
  private static final int DEPTH_MAX = 100;

  private static final Map<String, Value> WORDS =
      Map.of(
          "true", Value.TRUE,
          "false", Value.FALSE,
          "nil", Value.NULL,
          "null", Value.NULL,
          "empty", Term.EMPTY,
          "blank", Term.BLANK);

  private final String source;
  private final int end;
  private final int tag;
  private int at;
  private int depth;

  /** Reads from a position up to an end; messages name the place of the tag. */
  ExpressionParser(String source, int from, int end, int tag) {
    this.source = source;
    this.at = from;
    this.end = end;
    this.tag = tag;
  }

  /** A value with its filters, to the end. */
  Term filtered() {
    int from = at;
    Term value =
        expression()
            .orElseThrow(
                () -> wrong(at, "invalid value expression: " + Quotes.quoted(rest(from).strip())));
    List<Term.Filter> filters = new ArrayList<>();
    while (!atEnd()) {
      if (peek() != '|') {
        throw wrong(at, "expected \"|\" before filter, got " + snapshot());
      }
      at++;
      filters.add(filter());
    }
    return filters.isEmpty() ? value : new Term.Filtered(value, List.copyOf(filters));
  }

  private Term.Filter filter() {
    String name = identifier();
    if (name.isEmpty()) {
      throw wrong(at, "expected filter name, got " + snapshot());
    }
    List<Term> arguments = new ArrayList<>();
    Map<String, Term> named = new LinkedHashMap<>();
    if (!atEnd() && peek() == ':') {
      do {
        at++;
        skipBlank();
        int from = at;
        Optional<Term> argument = value();
        if (argument.isPresent() && !atEnd() && peek() == ':') {
          String key = source.substring(from, at).strip();
          at++;
          named.put(key, value().orElse(new Term.Constant(Value.TRUE)));
        } else {
          argument.ifPresent(arguments::add);
        }
      } while (!atEnd() && peek() == ',');
    }
    if (!atEnd() && peek() != '|') {
      throw wrong(at, "unexpected character " + snapshot());
    }
    return new Term.Filter(name, Filters.named(name), List.copyOf(arguments), Map.copyOf(named));
  }

  /**
   * Operands joined by operators. Comparisons bind first; and, or bind alike, and from the right.
   */
  Optional<Term> expression() {
    Optional<Term> first = comparison();
    if (first.isEmpty()) {
      return first;
    }
    int before = at;
    Optional<Term.Operator> operator = operator().filter(Term.Operator::joins);
    if (operator.isEmpty()) {
      at = before;
      return first;
    }
    deeper();
    Optional<Term> rest = expression();
    depth--;
    if (rest.isEmpty()) {
      return first;
    }
    return Optional.of(new Term.Operation(operator.get(), first.get(), rest.get()));
  }

  private Optional<Term> comparison() {
    int start = at;
    if (identifier().equals("not")) {
      deeper();
      Optional<Term> operand = comparison();
      depth--;
      if (operand.isPresent()) {
        return Optional.of(new Term.Not(operand.get()));
      }
    }
    at = start;
    Optional<Term> left = value();
    while (left.isPresent()) {
      int before = at;
      Optional<Term.Operator> operator = operator().filter(o -> !o.joins());
      if (operator.isEmpty()) {
        at = before;
        return left;
      }
      Optional<Term> right = value();
      if (right.isEmpty()) {
        return left;
      }
      left = Optional.of(new Term.Operation(operator.get(), left.get(), right.get()));
    }
    return left;
  }

  private Optional<Term.Operator> operator() {
    skipBlank();
    for (Term.Operator operator : Term.Operator.values()) {
      String word = operator.word;
      if (source.startsWith(word, at) && at + word.length() <= end) {
        boolean letters = Character.isLetter(word.charAt(0));
        int after = at + word.length();
        if (letters && after < end && isIdentifier(source.charAt(after))) {
          continue;
        }
        at = after;
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  /** A quoted text, number, word, range or variable; empty when none stands here. */
  Optional<Term> value() {
    if (atEnd()) {
      return Optional.empty();
    }
    char c = peek();
    if (c == '"' || c == '\'') {
      return Optional.of(new Term.Constant(Text.of(quoted())));
    }
    if (c == '(') {
      return Optional.of(range());
    }
    if (c == '[') {
      Term root = bracket();
      return Optional.of(new Term.Variable(root, members()));
    }
    int from = at;
    String name = identifier();
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (isDigits(name)) {
      return Optional.of(new Term.Constant(number(from)));
    }
    List<Term> members = members();
    Value word = WORDS.get(name);
    if (members.isEmpty() && word != null) {
      return Optional.of(new Term.Constant(word));
    }
    return Optional.of(new Term.Variable(new Term.Constant(Text.of(name)), members));
  }

  private Value number(int from) {
    if (at + 1 < end && source.charAt(at) == '.' && Character.isDigit(source.charAt(at + 1))) {
      at++;
      while (at < end && Character.isDigit(source.charAt(at))) {
        at++;
      }
    }
    return Num.of(Double.parseDouble(source.substring(from, at)));
  }

  private List<Term> members() {
    List<Term> members = new ArrayList<>();
    while (at < end) {
      char c = source.charAt(at);
      if (c == '[') {
        members.add(bracket());
      } else if (c == '.' && at + 1 < end && isIdentifier(source.charAt(at + 1))) {
        at++;
        members.add(new Term.Constant(Text.of(identifier())));
      } else {
        break;
      }
    }
    return List.copyOf(members);
  }

  private Term bracket() {
    at++;
    deeper();
    Term inside = value().orElseThrow(() -> wrong(at, "unexpected token " + snapshot()));
    depth--;
    if (atEnd() || peek() != ']') {
      throw wrong(at, "[ not closed");
    }
    at++;
    return inside;
  }

  private Term range() {
    at++;
    deeper();
    Term from = value().orElseThrow(() -> wrong(at, "unexpected token " + snapshot()));
    skipBlank();
    if (!source.startsWith("..", at)) {
      throw wrong(at, "invalid range syntax");
    }
    at += 2;
    Term to = value().orElseThrow(() -> wrong(at, "unexpected token " + snapshot()));
    depth--;
    if (atEnd() || peek() != ')') {
      throw wrong(at, "invalid range syntax");
    }
    at++;
    return new Term.Range(from, to);
  }

  private String quoted() {
    char quote = source.charAt(at++);
    StringBuilder out = new StringBuilder();
    while (at < end && source.charAt(at) != quote) {
      char c = source.charAt(at++);
      if (c == '\\' && at < end) {
        c = Quotes.escape(source.charAt(at++));
      }
      out.append(c);
    }
    if (at >= end) {
      throw wrong(at, "a quote is not closed");
    }
    at++;
    return out.toString();
  }

  /** A name; empty when none stands here. */
  String identifier() {
    skipBlank();
    int from = at;
    while (at < end && isIdentifier(source.charAt(at))) {
      at++;
    }
    return source.substring(from, at);
  }

  boolean take(char c) {
    if (!atEnd() && peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  boolean atEnd() {
    skipBlank();
    return at >= end;
  }

  LiquidException expected(char c) {
    skipBlank();
    return wrong(at, "expected \"" + c + "\"");
  }

  private char peek() {
    return source.charAt(at);
  }

  private void deeper() {
    if (++depth > DEPTH_MAX) {
      throw wrong(tag, "nested deeper than " + DEPTH_MAX);
    }
  }

  private String rest(int from) {
    return source.substring(from, end);
  }

  private String snapshot() {
    String rest = rest(at);
    return Quotes.quoted(
        rest.length() > SNAPSHOT_MAX ? rest.substring(0, SNAPSHOT_MAX - 3) + "..." : rest);
  }

  private LiquidException wrong(int position, String message) {
    return LiquidException.at(source, position, message);
  }

  private void skipBlank() {
    while (at < end && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
  }

  private static boolean isIdentifier(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '?' || c >= 128;
  }

  private static boolean isDigits(String name) {
    int from = name.startsWith("-") ? 1 : 0;
    return name.length() > from && name.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
  }
}
