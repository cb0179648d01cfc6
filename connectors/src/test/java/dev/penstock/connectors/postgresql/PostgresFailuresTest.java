package dev.penstock.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.connectors.jdbc.Tls;
import dev.penstock.connectors.jdbc.TlsMode;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.RowWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong with PostgreSQL, and what a person is told. */
@Timeout(60)
class PostgresFailuresTest {
  private static final String SECRET = "correct horse battery";

  @SuppressWarnings("NullAway.Init")
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    server =
        TestPostgres.start(
            new TestPostgres.Setup(
                List.of(
                    "host all locked 127.0.0.1/32 scram-sha-256",
                    "host all all 127.0.0.1/32 trust"),
                Map.of(),
                Map.of()));
    server.execute(
        "CREATE ROLE locked LOGIN PASSWORD '" + SECRET + "'",
        "CREATE TABLE people (id int, email text)",
        "INSERT INTO people VALUES (1, 'ada@example.org')",
        "CREATE SEQUENCE counter");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static PenstockException refused(PostgresSettings settings, ExtractRequest request) {
    PenstockException refused =
        catchThrowableOfType(PenstockException.class, () -> Reader.read(settings, request));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.getMessage()).contains("\"m\"").endsWith(".").doesNotContain(SECRET);
    return refused;
  }

  private static PenstockException refused(String sql) {
    return refused(server.settings(), Reader.query(sql, "id"));
  }

  private static PostgresSettings as(String user) {
    return PostgresSettings.of("127.0.0.1", server.port(), "postgres", user)
        .withTls(server.settings().tls());
  }

  @Test
  void a_mistake_is_shown_with_its_place_in_the_models_own_text() {
    PenstockException refused = refused("SELECT '😀' AS a,\n  emial AS id\nFROM people -- note");

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused)
        .hasMessageContaining("emial")
        .hasMessageContaining("character 20 (line 2, column 3)")
        .hasMessageContaining("people.email");
  }

  @Test
  void comments_semicolons_operators_and_braces_are_the_models_own() {
    String sql =
        "/* ; */ SELECT 1 AS id, '{\"a\": 1}'::jsonb ? 'a' AS has, '{d x}' AS b -- ; end\n; -- x";

    assertThat(Reader.read(server.settings(), Reader.query(sql, "id")))
        .containsExactly(List.of("NUMBER:1", "BOOLEAN:true", "TEXT:{d x}"));
  }

  @Test
  void a_missing_table_is_refused_with_the_name_that_was_meant() {
    PenstockException refused =
        refused(server.settings(), Reader.request(new Model.Rows.Table("poeple"), "id"));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("\"poeple\"").hasMessageContaining("\"people\"?");
    assertThat(
            refused(server.settings(), Reader.request(new Model.Rows.Table("a.b.c"), "id")).code())
        .isEqualTo(ErrorCode.CONFIG_INVALID);
  }

  @Test
  void missing_rights_are_named() {
    PostgresSettings settings = as("locked").withPassword(SECRET);

    PenstockException refused =
        refused(settings, Reader.request(new Model.Rows.Table("people"), "id"));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused)
        .hasMessageContaining("permission denied")
        .hasMessageContaining("Grant SELECT");
  }

  @Test
  void writing_in_every_disguise_is_refused() {
    for (String sql :
        List.of(
            "INSERT INTO people VALUES (2, 'x') RETURNING id",
            "WITH w AS (DELETE FROM people RETURNING id) SELECT id FROM w",
            "SELECT nextval('counter') AS id",
            "SELECT id FROM people FOR UPDATE",
            "SELECT set_config('transaction_read_only', 'off', false), nextval('counter') AS id",
            "DROP TABLE people")) {
      assertThat(refused(sql).code()).as(sql).isEqualTo(ErrorCode.MODEL_QUERY);
    }
    assertThat(Reader.read(server.settings(), Reader.request(new Model.Rows.Table("people"), "id")))
        .hasSize(1);
  }

  @Test
  void row_values_in_the_servers_words_are_not_repeated() {
    PenstockException refused = refused("SELECT email::int AS id FROM people");

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused.getMessage()).contains("integer").doesNotContain("ada");
    assertThat(refused.getCause()).isNull();
  }

  @Test
  void a_model_that_takes_too_long_runs_into_its_timeout() {
    PostgresSettings impatient =
        server.settings().withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(5));

    PenstockException refused =
        refused(impatient, Reader.query("SELECT 1 AS id, pg_sleep(60)::text AS s", "id"));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_TIMEOUT);
    assertThat(refused).hasMessageContaining("1 s");
  }

  @Test
  void a_session_ended_by_an_administrator_is_unavailable_and_never_complete() throws Exception {
    ExtractRequest request =
        Reader.query(
            "SELECT i AS id, repeat('x', 1000) AS t FROM generate_series(1, 1000000) i", "id");
    try (var source = new PostgresSource(server.settings());
        Extraction extraction = source.extract(request)) {
      var row = new RowWriter(RowLimits.DEFAULT);
      assertThat(extraction.next(row)).isTrue();
      server.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
              + " 'penstock'");

      PenstockException broke =
          catchThrowableOfType(
              PenstockException.class,
              () -> {
                while (extraction.next(row)) {
                  assertThat(row.size()).isPositive();
                }
              });

      assertThat(broke.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }
  }

  @Test
  void cancel_and_early_close_end_the_query_at_the_server() throws Exception {
    String marker = "SELECT 1 AS id, pg_sleep(600)::text AS marked_query";
    try (var source = new PostgresSource(server.settings());
        Extraction extraction = source.extract(Reader.query(marker, "id"))) {
      var failure = new AtomicReference<@Nullable PenstockException>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () ->
                      failure.set(
                          catchThrowableOfType(
                              PenstockException.class,
                              () -> extraction.next(new RowWriter(RowLimits.DEFAULT)))));
      await(true);

      extraction.cancel();

      assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.get()).isNotNull().extracting("code").isEqualTo(ErrorCode.CANCELLED);
    }
    await(false);
  }

  private static void await(boolean running) throws Exception {
    String sql =
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE"
            + " 'COPY%marked_query%'";
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      while (true) {
        try (ResultSet count = statement.executeQuery(sql)) {
          assertThat(count.next()).isTrue();
          if ((count.getInt(1) > 0) == running) {
            return;
          }
        }
        assertThat(System.nanoTime()).as("the wait is over").isLessThan(deadline);
      }
    }
  }

  @Test
  void a_wrong_or_missing_password_is_an_authentication_failure() {
    ExtractRequest request = Reader.query("SELECT 1 AS id", "id");

    assertThat(refused(as("locked").withPassword("wrong"), request).code())
        .isEqualTo(ErrorCode.SOURCE_AUTH);
    assertThat(refused(as("locked"), request).code()).isEqualTo(ErrorCode.SOURCE_AUTH);
    assertThat(
            refused(PostgresSettings.of("127.0.0.1", server.port(), "nowhere", "postgres"), request)
                .code())
        .isEqualTo(ErrorCode.SOURCE_AUTH);
    assertThat(as("locked").withPassword(SECRET).toString()).doesNotContain(SECRET);
  }

  @Test
  void nobody_at_the_port_is_unavailable() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    PostgresSettings settings = PostgresSettings.of("127.0.0.1", closed, "postgres", "postgres");

    assertThat(refused(settings, Reader.query("SELECT 1 AS id", "id")).code())
        .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    List<TestStep> steps = new PostgresSource(settings).test();
    assertThat(steps)
        .extracting(TestStep::name)
        .containsExactly("DNS", "TCP", "TLS", "login", "rights");
    assertThat(steps.get(1).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(steps.get(1).remedy()).isNotBlank();
    assertThat(steps.get(2).result()).isEqualTo(TestStep.Result.SKIPPED);
  }

  @Test
  void a_port_that_never_answers_is_given_up() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      PostgresSettings settings =
          PostgresSettings.of("127.0.0.1", silent.getLocalPort(), "postgres", "postgres")
              .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));

      assertThat(refused(settings, Reader.query("SELECT 1 AS id", "id")).code())
          .isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }
  }

  @Test
  void a_server_without_tls_is_refused_when_tls_is_demanded() {
    ExtractRequest request = Reader.query("SELECT 1 AS id", "id");
    PostgresSettings required = server.settings().withTls(Tls.of(TlsMode.REQUIRE));
    PostgresSettings preferred = server.settings().withTls(Tls.of(TlsMode.PREFER));

    assertThat(refused(required, request).code()).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(new PostgresSource(required).test().get(2).result())
        .isEqualTo(TestStep.Result.FAILED);
    assertThat(Reader.read(preferred, request)).hasSize(1);
    assertThat(new PostgresSource(preferred).test())
        .allSatisfy(step -> assertThat(step.result()).isEqualTo(TestStep.Result.PASSED));
  }

  @Test
  void the_connection_test_tells_a_wrong_password_from_a_wrong_host() {
    List<TestStep> password = new PostgresSource(as("locked").withPassword("wrong")).test();
    List<TestStep> host =
        new PostgresSource(PostgresSettings.of("nowhere.invalid", 5432, "a", "b")).test();

    assertThat(password.get(3).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(password.get(3).detail()).contains("password");
    assertThat(password.get(4).result()).isEqualTo(TestStep.Result.SKIPPED);
    assertThat(host.getFirst().result()).isEqualTo(TestStep.Result.FAILED);
  }

  @Test
  void options_apply_and_only_known_ones_are_taken() throws Exception {
    server.execute("CREATE SCHEMA hidden", "CREATE TABLE hidden.here AS SELECT 7 AS id");
    PostgresSettings settings =
        server.settings().withOptions(Map.of("search_path", "hidden", "work_mem", "8MB"));

    assertThat(Reader.read(settings, Reader.request(new Model.Rows.Table("here"), "id")))
        .containsExactly(List.of("NUMBER:7"));
    for (String property : List.of("socketFactory", "sslfactory", "loggerFile", "options")) {
      PenstockException refused =
          catchThrowableOfType(
              PenstockException.class, () -> server.settings().withOptions(Map.of(property, "x")));
      assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    }
  }

  @Test
  void settings_that_would_change_the_address_are_refused() {
    for (String host : List.of("a/b", "a?socketFactory=x", "a,b", "u@a", "", "a b", "a:1/")) {
      PenstockException refused =
          catchThrowableOfType(
              PenstockException.class, () -> PostgresSettings.of(host, 5432, "d", "u"));
      assertThat(refused).as(host).isNotNull();
      assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    }
    assertThat(
            catchThrowableOfType(
                    PenstockException.class,
                    () ->
                        Reader.read(
                            PostgresSettings.of(
                                "127.0.0.1", server.port(), "x?ssl=true&a=b/c", "postgres"),
                            Reader.query("SELECT 1 AS id", "id")))
                .getMessage())
        .contains("x?ssl=true&a=b/c\" does not exist");
  }
}
