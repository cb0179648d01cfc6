package dev.penstock.server.project;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one table of what the types of sources and destinations let people set. */
public final class ConnectorTypes {
  /** What a setting's value looks like. */
  public sealed interface Form {
    record Text() implements Form {}

    /** Text that must not stand in a file; it comes from the environment or a secret. */
    record Secret() implements Form {}

    /** A secret that many servers do without: absent when its variable is not set. */
    record Password() implements Form {}

    /** An absolute http or https address. */
    record Url() implements Form {}

    record Whole(int least, int most) implements Form {}

    record Flag() implements Form {}

    record Time() implements Form {}

    record Choice(List<String> words) implements Form {
      public Choice {
        words = List.copyOf(words);
      }
    }

    /** Any names with texts, such as headers. */
    record Texts() implements Form {}

    /**
     * Members of their own.
     *
     * @param needs which of them each word of the member {@code type} makes necessary
     */
    record Group(List<Setting> members, Map<String, List<String>> needs) implements Form {
      public Group {
        members = List.copyOf(members);
        needs = Map.copyOf(needs);
      }
    }
  }

  /** One setting of a type. */
  public record Setting(String name, Form form, boolean required) {}

  /**
   * An action of a destination.
   *
   * @param fields what a mapping may fill; empty when the destination decides
   */
  public record ActionForm(String name, List<String> fields) {
    public ActionForm {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A type of source or destination.
   *
   * @param actions empty when the destination itself decides which it has
   */
  public record ConnectorType(String name, List<Setting> settings, List<ActionForm> actions) {
    public ConnectorType {
      settings = List.copyOf(settings);
      actions = List.copyOf(actions);
    }
  }

  private static final Form LEVEL = choice("A", "B", "C", "D");
  private static final Form FORMAT = choice("array", "record");
  private static final Form METHOD = choice("POST", "PUT", "PATCH", "DELETE");

  /** Host, login, TLS and timeouts, which are the same for database servers of every kind. */
  private static final List<Setting> DATABASE_SERVER =
      List.of(
          required("host", new Form.Text()),
          optional("port", new Form.Whole(1, 65_535)),
          required("database", new Form.Text()),
          required("user", new Form.Text()),
          optional("password", new Form.Password()),
          optional("sslmode", choice("disable", "prefer", "require", "verify-ca", "verify-full")),
          optional("sslrootcert", new Form.Text()),
          optional("sslcert", new Form.Text()),
          optional("sslkey", new Form.Text()),
          optional("statement_timeout", new Form.Time()),
          optional("connect_timeout", new Form.Time()));

  private static final ConnectorType POSTGRESQL =
      new ConnectorType("postgresql", DATABASE_SERVER, List.of());

  private static final ConnectorType MYSQL = new ConnectorType("mysql", DATABASE_SERVER, List.of());

  private static final ConnectorType DUCKDB =
      new ConnectorType(
          "duckdb",
          List.of(
              required("folder", new Form.Text()),
              optional("database", new Form.Text()),
              optional("memory_mb", new Form.Whole(64, 1 << 20)),
              optional("threads", new Form.Whole(1, 256)),
              optional("statement_timeout", new Form.Time())),
          List.of());

  private static final ConnectorType WEBHOOK =
      new ConnectorType(
          "webhook",
          List.of(
              required("url", new Form.Url()),
              optional("method", METHOD),
              optional("format", FORMAT),
              optional("headers", new Form.Texts()),
              optional(
                  "auth",
                  new Form.Group(
                      List.of(
                          required("type", choice("basic", "bearer", "api_key")),
                          optional("user", new Form.Text()),
                          optional("password", new Form.Secret()),
                          optional("token", new Form.Secret()),
                          optional("header", new Form.Text()),
                          optional("key", new Form.Secret())),
                      Map.of(
                          "basic", List.of("user", "password"),
                          "bearer", List.of("token"),
                          "api_key", List.of("header", "key")))),
              optional("signature", group(required("secret", new Form.Secret()))),
              optional("gzip", new Form.Flag()),
              optional(
                  "proxy",
                  group(
                      required("url", new Form.Url()),
                      optional("user", new Form.Text()),
                      optional("password", new Form.Secret()))),
              optional(
                  "tls",
                  group(
                      optional("ca", new Form.Text()),
                      optional("cert", new Form.Text()),
                      optional("key", new Form.Text()))),
              optional("timeout", new Form.Time()),
              optional("level", LEVEL),
              optional("added", request()),
              optional("updated", request()),
              optional("deleted", request())),
          List.of(new ActionForm("send", List.of("data"))));

  private static final ConnectorType SANDBOX =
      new ConnectorType(
          "sandbox",
          List.of(
              required("url", new Form.Url()),
              optional("object", new Form.Text()),
              optional("token", new Form.Secret()),
              optional("level", LEVEL),
              optional("timeout", new Form.Time())),
          List.of(new ActionForm("upsert", List.of("id", "properties"))));

  private static final List<String> TABLE_FIELDS = List.of("row");

  private static final ConnectorType POSTGRESQL_TABLE = table("postgresql");
  private static final ConnectorType MYSQL_TABLE = table("mysql");

  private static final Map<String, ConnectorType> SOURCES = byName(POSTGRESQL, MYSQL, DUCKDB);
  private static final Map<String, ConnectorType> DESTINATIONS =
      byName(WEBHOOK, SANDBOX, POSTGRESQL_TABLE, MYSQL_TABLE);

  private ConnectorTypes() {}

  /** The types of sources by name. */
  public static Map<String, ConnectorType> sources() {
    return SOURCES;
  }

  /** The types of destinations by name. */
  public static Map<String, ConnectorType> destinations() {
    return DESTINATIONS;
  }

  static Optional<ConnectorType> destination(String name) {
    return Optional.ofNullable(DESTINATIONS.get(name));
  }

  /** What a kind of change may do differently from the rest. */
  private static Form request() {
    return group(
        optional("url", new Form.Url()), optional("method", METHOD), optional("format", FORMAT));
  }

  /** A table of a database server. */
  private static ConnectorType table(String server) {
    return new ConnectorType(
        server,
        Stream.concat(
                DATABASE_SERVER.stream()
                    .filter(setting -> !setting.name().equals("statement_timeout")),
                Stream.of(
                    required("table", new Form.Text()),
                    optional("match", new Form.Text()),
                    optional("timeout", new Form.Time())))
            .toList(),
        Stream.of("upsert", "insert", "update", "delete")
            .map(name -> new ActionForm(name, TABLE_FIELDS))
            .toList());
  }

  private static Setting required(String name, Form form) {
    return new Setting(name, form, true);
  }

  private static Setting optional(String name, Form form) {
    return new Setting(name, form, false);
  }

  private static Form choice(String... words) {
    return new Form.Choice(List.of(words));
  }

  private static Form group(Setting... members) {
    return new Form.Group(List.of(members), Map.of());
  }

  private static Map<String, ConnectorType> byName(ConnectorType... types) {
    return Arrays.stream(types)
        .collect(Collectors.toUnmodifiableMap(ConnectorType::name, Function.identity()));
  }
}
