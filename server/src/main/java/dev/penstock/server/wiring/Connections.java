package dev.penstock.server.wiring;

import dev.penstock.connectors.duckdb.DuckdbSettings;
import dev.penstock.connectors.duckdb.DuckdbSource;
import dev.penstock.connectors.http.EgressRules;
import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.connectors.http.Proxy;
import dev.penstock.connectors.http.Secret;
import dev.penstock.connectors.http.TlsFiles;
import dev.penstock.connectors.http.WebAddress;
import dev.penstock.connectors.jdbc.Password;
import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.connectors.mysql.MysqlSettings;
import dev.penstock.connectors.mysql.MysqlSource;
import dev.penstock.connectors.mysql.MysqlTable;
import dev.penstock.connectors.postgresql.PostgresSettings;
import dev.penstock.connectors.postgresql.PostgresSource;
import dev.penstock.connectors.postgresql.PostgresTable;
import dev.penstock.connectors.sandbox.SandboxDestination;
import dev.penstock.connectors.sandbox.SandboxSettings;
import dev.penstock.connectors.table.TableAction;
import dev.penstock.connectors.table.TableDestination;
import dev.penstock.connectors.table.TableServer;
import dev.penstock.connectors.table.TableSettings;
import dev.penstock.connectors.webhook.Auth;
import dev.penstock.connectors.webhook.Sending;
import dev.penstock.connectors.webhook.SigningSecret;
import dev.penstock.connectors.webhook.WebhookDestination;
import dev.penstock.connectors.webhook.WebhookSettings;
import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.Source;
import dev.penstock.server.project.DestinationConfig;
import dev.penstock.server.project.Settings;
import dev.penstock.server.project.SourceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes sources and destinations from their configuration. Opens no connection. */
final class Connections {
  private final Path project;
  private final EgressRules egress;
  private final InstantSource clock;

  /**
   * @param project relative file names in settings are below it
   * @param egress which addresses besides public ones may be sent to
   */
  Connections(Path project, List<String> egress, InstantSource clock) {
    this.project = project;
    this.egress = EgressRules.of(egress);
    this.clock = clock;
  }

  Source source(SourceConfig config) {
    return switch (config.type()) {
      case "postgresql" -> new PostgresSource(postgres(config.settings()));
      case "mysql" -> new MysqlSource(mysql(config.settings()));
      case "duckdb" -> new DuckdbSource(duckdb(config.settings()));
      default -> throw unknown("Source", config.name(), config.type());
    };
  }

  private PostgresSettings postgres(Settings settings) {
    return new PostgresSettings(
        settings.required("host"),
        settings.number("port").orElse(PostgresSettings.PORT_DEFAULT),
        settings.required("database"),
        settings.required("user"),
        password(settings),
        tls(settings),
        settings.duration("statement_timeout").orElse(PostgresSettings.STATEMENT_TIMEOUT_DEFAULT),
        settings.duration("connect_timeout").orElse(PostgresSettings.CONNECT_TIMEOUT_DEFAULT),
        Map.of());
  }

  private MysqlSettings mysql(Settings settings) {
    return new MysqlSettings(
        settings.required("host"),
        settings.number("port").orElse(MysqlSettings.PORT_DEFAULT),
        settings.required("database"),
        settings.required("user"),
        password(settings),
        tls(settings),
        settings.duration("statement_timeout").orElse(MysqlSettings.STATEMENT_TIMEOUT_DEFAULT),
        settings.duration("connect_timeout").orElse(MysqlSettings.CONNECT_TIMEOUT_DEFAULT));
  }

  private DuckdbSettings duckdb(Settings settings) {
    return new DuckdbSettings(
        project.resolve(settings.required("folder")).toAbsolutePath(),
        settings.text("database"),
        settings.number("memory_mb").orElse(DuckdbSettings.MEMORY_MEGABYTES_DEFAULT),
        settings.number("threads").orElse(DuckdbSettings.THREADS_DEFAULT),
        settings.duration("statement_timeout").orElse(DuckdbSettings.STATEMENT_TIMEOUT_DEFAULT));
  }

  private static Optional<Password> password(Settings settings) {
    return settings.text("password").filter(text -> !text.isEmpty()).map(Password::new);
  }

  private Tls tls(Settings settings) {
    TlsMode mode =
        Arrays.stream(TlsMode.values())
            .filter(candidate -> candidate.word().equals(settings.text("sslmode").orElse("prefer")))
            .findFirst()
            .orElse(TlsMode.PREFER);
    return new Tls(
        mode, file(settings, "sslrootcert"), file(settings, "sslcert"), file(settings, "sslkey"));
  }

  private Optional<Path> file(Settings settings, String name) {
    return settings.text(name).map(project::resolve);
  }

  /**
   * A destination.
   *
   * @param action of the sync; empty to try the connection
   * @param concurrency requests at once, and so connections
   * @param timeout of the sync, where it has one
   */
  Destination destination(
      DestinationConfig config,
      Optional<String> action,
      int concurrency,
      Optional<Duration> timeout) {
    Settings settings = config.settings();
    Duration request = timeout.or(() -> settings.duration("timeout")).orElse(HttpLimits.REQUEST);
    HttpLimits limits = HttpLimits.of(concurrency, request);
    return switch (config.type()) {
      case "webhook" -> new WebhookDestination(webhook(settings, limits), clock);
      case "sandbox" -> new SandboxDestination(sandbox(settings, limits), clock);
      case "postgresql" -> table(settings, postgres(settings), PostgresTable::new, action, request);
      case "mysql" -> table(settings, mysql(settings), MysqlTable::new, action, request);
      default -> throw unknown("Destination", config.name(), config.type());
    };
  }

  private static <S> TableDestination table(
      Settings settings,
      S server,
      Function<TableSettings<S>, TableServer> make,
      Optional<String> action,
      Duration timeout) {
    List<String> match =
        settings.text("match").stream()
            .flatMap(columns -> Arrays.stream(columns.split(",")))
            .map(String::strip)
            .toList();
    TableAction what = action.map(TableAction::of).orElse(TableAction.UPSERT);
    String table = settings.required("table");
    return new TableDestination(
        make.apply(new TableSettings<>(server, table, match, what, timeout)), what);
  }

  private SandboxSettings sandbox(Settings settings, HttpLimits limits) {
    return new SandboxSettings(
        WebAddress.of(settings.required("url"), true),
        settings.text("object").orElse("records"),
        settings.text("token").map(Secret::new),
        level(settings),
        limits,
        true);
  }

  private WebhookSettings webhook(Settings settings, HttpLimits limits) {
    Sending sending =
        sending(
            settings,
            WebAddress.of(settings.required("url"), true),
            Sending.arraysTo(WebAddress.of(settings.required("url"), true)));
    Map<Kind, Sending> kinds = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      Settings own = settings.group(kind.name().toLowerCase(Locale.ROOT));
      if (!own.names().isEmpty()) {
        WebAddress address =
            own.text("url").map(url -> WebAddress.of(url, true)).orElse(sending.address());
        kinds.put(kind, sending(own, address, sending));
      }
    }
    return new WebhookSettings(
        sending,
        kinds,
        secrets(settings.texts("headers")),
        auth(settings.group("auth")),
        settings.group("signature").text("secret").map(Secret::new).map(SigningSecret::of),
        settings.flag("gzip"),
        false,
        level(settings),
        WebhookSettings.RECORDS,
        WebhookSettings.BYTES,
        limits,
        egress,
        proxy(settings.group("proxy")),
        tlsFiles(settings.group("tls")));
  }

  private static Optional<Proxy> proxy(Settings proxy) {
    return proxy
        .text("url")
        .map(url -> Proxy.of(url, proxy.text("user"), proxy.text("password").map(Secret::new)));
  }

  private TlsFiles tlsFiles(Settings tls) {
    return new TlsFiles(file(tls, "ca"), file(tls, "cert"), file(tls, "key"));
  }

  private static Sending sending(Settings settings, WebAddress address, Sending otherwise) {
    Function<String, String> upper = text -> text.toUpperCase(Locale.ROOT);
    return new Sending(
        settings.text("method").map(upper).map(Sending.Method::valueOf).orElse(otherwise.method()),
        address,
        settings.text("format").map(upper).map(Sending.Format::valueOf).orElse(otherwise.format()));
  }

  private static Map<String, Secret> secrets(Map<String, String> texts) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    texts.forEach((name, value) -> secrets.put(name, new Secret(value)));
    return secrets;
  }

  private static Auth auth(Settings settings) {
    return switch (settings.text("type").orElse("none")) {
      case "bearer" -> new Auth.Bearer(new Secret(needed(settings, "token")));
      case "basic" ->
          new Auth.Basic(needed(settings, "user"), new Secret(needed(settings, "password")));
      case "api_key" ->
          new Auth.ApiKey(needed(settings, "header"), new Secret(needed(settings, "key")));
      default -> new Auth.None();
    };
  }

  private static String needed(Settings auth, String name) {
    return auth.text(name)
        .orElseThrow(
            () ->
                new PenstockException(
                    ErrorCode.CONFIG_INVALID,
                    "The webhook's auth of type %s lacks \"%s\". Add it to the destination's file."
                        .formatted(auth.text("type").orElse(""), name)));
  }

  private static DeliveryLevel level(Settings settings) {
    return settings.text("level").map(DeliveryLevel::valueOf).orElse(DeliveryLevel.B);
  }

  private static PenstockException unknown(String what, String name, String type) {
    return new PenstockException(
        ErrorCode.CONFIG_INVALID,
        "%s \"%s\" has the unknown type \"%s\". Run `penstock validate`."
            .formatted(what, name, type));
  }
}
