package dev.penstock.server.project;

import dev.penstock.engine.json.Json;
import dev.penstock.server.project.ConnectorTypes.ConnectorType;
import dev.penstock.server.project.ConnectorTypes.Form;
import dev.penstock.server.project.ConnectorTypes.Setting;
import dev.penstock.server.project.References.Allowed;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the type and the settings of a source or destination. */
final class SettingsReader {
  /** Headers that carry a credential. */
  private static final Set<String> SECRET_HEADERS =
      Set.of(
          "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-auth-token");

  private SettingsReader() {}

  /** The type's name as written, and the settings as far as they are right. */
  record Connection(String type, Settings settings) {}

  static Connection read(Fields fields, Map<String, ConnectorType> types) {
    String name = fields.requiredText("type", "type: " + new TreeMap<>(types).firstKey());
    Optional<Fields> settings = fields.group("settings");
    if (name.isEmpty()) {
      return new Connection(name, new Settings(Map.of()));
    }
    ConnectorType type = types.get(name);
    if (type == null) {
      fields.unknownWord("type", name, fields.valuePlace("type"), new TreeMap<>(types).keySet());
      return new Connection(name, new Settings(Map.of()));
    }
    if (!fields.has("settings")) {
      fields.missing("settings", "settings: {" + type.settings().getFirst().name() + ": ...}");
    }
    return new Connection(
        name, new Settings(settings.map(set -> values(set, type.settings())).orElse(Map.of())));
  }

  private static Map<String, Json> values(Fields fields, List<Setting> known) {
    Map<String, Json> values = new LinkedHashMap<>();
    for (Setting setting : known) {
      if (fields.has(setting.name())) {
        value(fields, setting).ifPresent(value -> values.put(setting.name(), value));
      } else if (setting.required()) {
        fields.missing(setting.name(), setting.name() + ": ...");
      }
    }
    fields.refuseOthers();
    return values;
  }

  private static Optional<Json> value(Fields fields, Setting setting) {
    String key = setting.name();
    return switch (setting.form()) {
      case Form.Text _ -> fields.text(key, Allowed.ALL).map(Json.Text::new);
      case Form.Secret _ -> {
        fields.node(key).ifPresent(node -> warnOfPlainText(fields, key, node));
        yield fields.text(key, Allowed.ALL).map(Json.Text::new);
      }
      case Form.Password _ -> {
        fields.node(key).ifPresent(node -> warnOfPlainText(fields, key, node));
        yield fields.text(key, Allowed.ALL_OR_ABSENT).map(Json.Text::new);
      }
      case Form.Url _ -> url(fields, key).map(Json.Text::new);
      case Form.Whole(int least, int most) ->
          fields.number(key, least, most).stream()
              .<Json>mapToObj(number -> new Json.Num(BigDecimal.valueOf(number)))
              .findFirst();
      case Form.Flag _ -> fields.flag(key).map(Json.Bool::new);
      case Form.Time _ ->
          fields.duration(key, Duration.ofMillis(1)).map(d -> new Json.Text(d.toMillis() + "ms"));
      case Form.Choice(var words) -> choice(fields, key, words).map(Json.Text::new);
      case Form.Texts _ -> fields.group(key).map(SettingsReader::texts);
      case Form.Group(var members, var needs) ->
          fields
              .group(key)
              .map(
                  group -> {
                    requireNeeded(group, needs);
                    return new Json.Obj(values(group, members));
                  });
    };
  }

  /** Some members are needed only with one word of the first. */
  private static void requireNeeded(Fields group, Map<String, List<String>> needs) {
    if (needs.isEmpty()) {
      return;
    }
    String word = group.text("type").orElse("");
    for (String needed : needs.getOrDefault(word, List.of())) {
      if (!group.has(needed)) {
        group.missing(needed, needed + ": ...");
      }
    }
  }

  private static Optional<String> choice(Fields fields, String key, List<String> words) {
    Map<String, String> choices = new LinkedHashMap<>();
    words.forEach(word -> choices.put(word, word));
    return fields.choice(key, choices);
  }

  /** An address may carry a token in its path or query, so its value is not repeated. */
  private static Optional<String> url(Fields fields, String key) {
    Optional<String> text = fields.text(key, Allowed.ALL);
    if (text.isPresent() && !isHttp(text.get())) {
      fields.invalid(
          key,
          "`" + key + "` is not an http or https address.",
          "Write it in full, for example `https://example.com/in`.");
      return Optional.empty();
    }
    return text;
  }

  private static boolean isHttp(String text) {
    try {
      URI uri = new URI(text);
      String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
      return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static Json texts(Fields fields) {
    Map<String, Json> texts = new LinkedHashMap<>();
    for (String name : fields.names()) {
      if (References.in(name)) {
        fields
            .scope()
            .problems()
            .error(
                ProblemCode.REFERENCE_MISPLACED,
                fields.keyPlace(name),
                "A reference may not stand in a name.",
                "Use it in the value.");
        continue;
      }
      if (SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        fields.node(name).ifPresent(node -> warnOfPlainText(fields, name, node));
      }
      fields.text(name, Allowed.ALL).ifPresent(text -> texts.put(name, new Json.Text(text)));
    }
    return new Json.Obj(texts);
  }

  private static void warnOfPlainText(Fields fields, String key, Node node) {
    if (node instanceof ScalarNode scalar
        && !scalar.getValue().isEmpty()
        && !References.in(scalar.getValue())) {
      String variable = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      fields
          .scope()
          .problems()
          .warning(
              ProblemCode.SECRET_IN_PLAIN_TEXT,
              fields.valuePlace(key),
              "`" + key + "` stands here in plain text, and whoever reads the file knows it.",
              "Write `${env:" + variable + "}` and set the variable.");
    }
  }
}
