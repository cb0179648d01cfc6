package dev.penstock.engine.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Divides a template into text, outputs and tags, and nests the tags. */
final class TemplateParser {
  /** Refused by Segment's engine, because they loop or read files. */
  private static final Set<String> DISABLED =
      Set.of("case", "for", "include", "layout", "render", "tablerow");

  private static final Map<String, Set<String>> DIVIDERS =
      Map.of(
          "if", Set.of("elsif", "else", "endif"),
          "unless", Set.of("elsif", "else", "endunless"),
          "capture", Set.of("endcapture"),
          "block", Set.of("endblock"));

  /** Deeper ones are refused, so that a template cannot exhaust the stack. */
  private static final int DEPTH_MAX = 100;

  private final String source;
  private final List<Piece> pieces = new ArrayList<>();
  private int next;
  private int depth;

  /** Text, an output or a tag, and where it lies in the source. */
  private record Piece(Kind kind, String name, int begin, int from, int to, String text) {}

  private enum Kind {
    TEXT,
    OUTPUT,
    TAG
  }

  TemplateParser(String source) {
    this.source = source;
  }

  List<Node> parse() {
    split();
    List<Node> nodes = new ArrayList<>();
    while (next < pieces.size()) {
      node(pieces.get(next++)).ifPresent(nodes::add);
    }
    return List.copyOf(nodes);
  }

  private void split() {
    int at = 0;
    boolean trim = false;
    while (at < source.length()) {
      int open = opening(at);
      int textEnd = open < 0 ? source.length() : open;
      boolean trimBefore =
          open >= 0 && open + 2 < source.length() && source.charAt(open + 2) == '-';
      text(at, textEnd, trim, trimBefore);
      if (open < 0) {
        return;
      }
      boolean tag = source.charAt(open + 1) == '%';
      int close = closing(open, tag ? "%}" : "}}");
      boolean trimAfter = source.charAt(close - 1) == '-' && close - 1 > open + 2;
      int from = open + (trimBefore ? 3 : 2);
      int to = Math.max(from, trimAfter ? close - 1 : close);
      at = close + 2;
      trim = trimAfter;
      if (!tag) {
        pieces.add(new Piece(Kind.OUTPUT, "", open, from, to, ""));
      } else {
        String name = tagName(from, to);
        if (name.equals("raw") || name.equals("comment")) {
          at = verbatim(name, open, at);
          trim = source.startsWith("-%}", at - 3);
        } else {
          pieces.add(new Piece(Kind.TAG, name, open, from, to, ""));
        }
      }
    }
  }

  private int opening(int from) {
    int output = source.indexOf("{{", from);
    int tag = source.indexOf("{%", from);
    return output < 0 ? tag : tag < 0 ? output : Math.min(output, tag);
  }

  /** Where a tag or an output closes; quoted text in it does not count. */
  private int closing(int open, String delimiter) {
    char quote = 0;
    for (int i = open + 2; i < source.length(); i++) {
      char c = source.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (source.startsWith(delimiter, i)) {
        return i;
      }
    }
    String rest = source.substring(open);
    throw LiquidException.at(
        source,
        open,
        "%s %s not closed"
            .formatted(
                delimiter.equals("%}") ? "tag" : "output",
                Quotes.quoted(rest.length() > 16 ? rest.substring(0, 13) + "..." : rest)));
  }

  private void text(int from, int to, boolean trimStart, boolean trimEnd) {
    String text = source.substring(from, to);
    if (trimStart) {
      text = text.stripLeading();
    }
    if (trimEnd) {
      text = text.stripTrailing();
    }
    if (!text.isEmpty()) {
      pieces.add(new Piece(Kind.TEXT, "", from, from, to, text));
    }
  }

  /** Skips to the end of raw or comment; raw text goes out as it is. */
  private int verbatim(String name, int open, int from) {
    int at = from;
    while (true) {
      int tag = source.indexOf("{%", at);
      int close = tag < 0 ? -1 : source.indexOf("%}", tag);
      if (close < 0) {
        throw LiquidException.at(source, open, "tag {%% %s %%} not closed".formatted(name));
      }
      int inner = source.startsWith("-", tag + 2) ? tag + 3 : tag + 2;
      if (tagName(inner, close).equals("end" + name)) {
        if (name.equals("raw")) {
          text(from, tag, false, false);
        }
        return close + 2;
      }
      at = tag + 2;
    }
  }

  private String tagName(int from, int to) {
    int at = from;
    while (at < to && Character.isWhitespace(source.charAt(at))) {
      at++;
    }
    if (at < to && source.charAt(at) == '#') {
      return "#";
    }
    int start = at;
    while (at < to && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
      at++;
    }
    return source.substring(start, at);
  }

  private Optional<Node> node(Piece piece) {
    return switch (piece.kind) {
      case TEXT -> Optional.of(new Node.Plain(piece.text));
      case OUTPUT ->
          Optional.of(new Node.Output(expression(piece, piece.from).filtered(), piece.begin));
      case TAG -> tag(piece);
    };
  }

  private Optional<Node> tag(Piece piece) {
    ExpressionParser arguments = expression(piece, afterName(piece));
    return switch (piece.name) {
      case "#" -> Optional.empty();
      case "assign" -> Optional.of(assign(piece, arguments));
      case "echo" ->
          arguments.atEnd()
              ? Optional.empty()
              : Optional.of(new Node.Output(arguments.filtered(), piece.begin));
      case "capture" -> Optional.of(capture(piece, arguments));
      case "if" -> Optional.of(branches(piece, arguments, true));
      case "unless" -> Optional.of(branches(piece, arguments, false));
      case "cycle" -> Optional.of(cycle(piece, arguments));
      case "increment" -> Optional.of(new Node.Count(arguments.identifier(), 1));
      case "decrement" -> Optional.of(new Node.Count(arguments.identifier(), -1));
      case "block" -> Optional.of(new Node.Block(body(piece, new ArrayList<>())));
      case "break", "continue" -> Optional.of(new Node.Stop());
      case "liquid" -> Optional.of(lines(piece));
      default -> {
        String fault = DISABLED.contains(piece.name) ? "is disabled" : "not found";
        throw LiquidException.at(
            source, piece.begin, "tag %s %s".formatted(Quotes.quoted(piece.name), fault));
      }
    };
  }

  private int afterName(Piece piece) {
    return piece.name.isEmpty()
        ? piece.from
        : source.indexOf(piece.name, piece.from) + piece.name.length();
  }

  private ExpressionParser expression(Piece piece, int from) {
    return new ExpressionParser(source, from, piece.to, piece.begin);
  }

  private Node assign(Piece piece, ExpressionParser arguments) {
    String name = arguments.identifier();
    if (!arguments.take('=')) {
      throw arguments.expected('=');
    }
    return new Node.Assign(name, arguments.filtered(), piece.begin);
  }

  private Node capture(Piece piece, ExpressionParser arguments) {
    String name = arguments.identifier();
    if (name.isEmpty()
        && arguments.value().orElse(null) instanceof Term.Constant(var value)
        && value instanceof dev.penstock.engine.value.Text text) {
      name = text.string();
    }
    if (name.isEmpty()) {
      throw LiquidException.at(source, piece.begin, "capture needs the name of a variable");
    }
    return new Node.Capture(name, body(piece, new ArrayList<>()));
  }

  private Node branches(Piece piece, ExpressionParser first, boolean wanted) {
    List<Node.Branch> branches = new ArrayList<>();
    List<Node> otherwise = List.of();
    List<Piece> divider = new ArrayList<>();
    Term condition = first.filtered();
    List<Node> body = body(piece, divider);
    branches.add(new Node.Branch(condition, wanted, body, piece.begin));
    boolean closedByElse = false;
    while (!divider.getFirst().name.startsWith("end")) {
      Piece at = divider.removeFirst();
      boolean elsif = at.name.equals("elsif");
      Term next = elsif ? expression(at, afterName(at)).filtered() : condition;
      body = body(piece, divider);
      if (elsif && !closedByElse) {
        branches.add(new Node.Branch(next, true, body, at.begin));
      } else if (!closedByElse) {
        otherwise = body;
        closedByElse = true;
      }
    }
    return new Node.Branches(List.copyOf(branches), otherwise);
  }

  /** The nodes up to the tag that divides or ends this one; that tag is left in the list. */
  private List<Node> body(Piece opener, List<Piece> divider) {
    Set<String> dividers = DIVIDERS.getOrDefault(opener.name, Set.of());
    if (++depth > DEPTH_MAX) {
      throw LiquidException.at(source, opener.begin, "nested deeper than " + DEPTH_MAX);
    }
    List<Node> nodes = new ArrayList<>();
    while (next < pieces.size()) {
      Piece piece = pieces.get(next++);
      if (piece.kind == Kind.TAG && dividers.contains(piece.name)) {
        divider.add(piece);
        depth--;
        return List.copyOf(nodes);
      }
      node(piece).ifPresent(nodes::add);
    }
    String tag = source.substring(opener.begin, Math.min(source.length(), opener.to + 2));
    throw LiquidException.at(source, opener.begin, "tag %s not closed".formatted(tag));
  }

  private Node cycle(Piece piece, ExpressionParser arguments) {
    int from = afterName(piece);
    List<Term> values = new ArrayList<>();
    String group = "";
    do {
      values.add(
          arguments
              .value()
              .orElseThrow(() -> LiquidException.at(source, piece.begin, "empty candidates")));
      if (values.size() == 1 && arguments.take(':')) {
        group = values.removeFirst().toString();
        values.add(
            arguments
                .value()
                .orElseThrow(() -> LiquidException.at(source, piece.begin, "empty candidates")));
      }
    } while (arguments.take(','));
    String key = group.isEmpty() ? source.substring(from, piece.to).strip() : group;
    return new Node.Cycle(key, List.copyOf(values), piece.begin);
  }

  /** The liquid tag: each line is a tag without its braces. */
  private Node lines(Piece piece) {
    List<Piece> tags = new ArrayList<>();
    int at = afterName(piece);
    while (at < piece.to) {
      int newline = source.indexOf('\n', at);
      int to = newline < 0 || newline > piece.to ? piece.to : newline;
      if (!source.substring(at, to).isBlank()) {
        tags.add(new Piece(Kind.TAG, tagName(at, to), piece.begin, at, to, ""));
      }
      at = to + 1;
    }
    TemplateParser inner = new TemplateParser(source);
    inner.pieces.addAll(tags);
    inner.depth = depth + 1;
    List<Node> nodes = new ArrayList<>();
    while (inner.next < tags.size()) {
      inner.node(tags.get(inner.next++)).ifPresent(nodes::add);
    }
    return new Node.Block(List.copyOf(nodes));
  }
}
