package dev.penstock.connectors.mysql;

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
import dev.penstock.testkit.server.TestMariadb;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with MySQL, and what a person is told. */
@Timeout(60)
class MysqlFailuresTest {
  private static final String SECRET = "correct horse battery";

  @SuppressWarnings("NullAway.Init")
  private static TestMariadb server;

  @BeforeAll
  static void start() throws Exception {
    server = TestMariadb.shared();
    server.execute(
        "CREATE OR REPLACE USER locked@'127.0.0.1' IDENTIFIED BY '" + SECRET + "'",
        "GRANT CREATE ON shop.* TO locked@'127.0.0.1'",
        "CREATE OR REPLACE TABLE customers (id int, email varchar(80))",
        "INSERT INTO customers VALUES (1, 'ada@example.org')",
        "CREATE OR REPLACE SEQUENCE counter");
  }

  private static PenstockException refused(MysqlSettings settings, ExtractRequest request) {
    PenstockException refused =
        catchThrowableOfType(PenstockException.class, () -> MysqlReader.read(settings, request));
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.getMessage()).contains("\"m\"").endsWith(".").doesNotContain(SECRET);
    return refused;
  }

  private static PenstockException refused(String sql) {
    return refused(MysqlReader.settings(server), MysqlReader.query(sql, "id"));
  }

  private static MysqlSettings locked() {
    return MysqlSettings.of("127.0.0.1", server.port(), "shop", "locked")
        .withTls(Tls.of(TlsMode.DISABLE));
  }

  @Test
  void a_mistake_is_shown_with_its_line_in_the_models_own_text() {
    PenstockException refused = refused("SELECT 1 AS id\nFORM customers -- note");

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("'FORM customers").hasMessageContaining("at line 2");
  }

  @Test
  void a_missing_column_or_table_is_refused_with_the_name_that_was_meant() {
    assertThat(refused("SELECT emial AS id FROM customers"))
        .hasMessageContaining("emial")
        .hasMessageContaining("Did you mean \"email\"?");
    PenstockException table =
        refused(
            MysqlReader.settings(server),
            MysqlReader.request(new Model.Rows.Table("custmers"), "id"));
    assertThat(table.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(table).hasMessageContaining("Did you mean \"customers\"?");
    assertThat(
            refused(
                    MysqlReader.settings(server),
                    MysqlReader.request(new Model.Rows.Table("a.b.c"), "id"))
                .code())
        .isEqualTo(ErrorCode.CONFIG_INVALID);
  }

  @Test
  void comments_semicolons_and_quotes_are_the_models_own() {
    String sql =
        "/* ; */ SELECT 1 AS id, ';' AS a, \"it's -- (\" AS b, 'x\\') ;' AS `c;`, 5--3 AS d # ; )\n"
            + "; -- end";

    assertThat(MysqlReader.read(MysqlReader.settings(server), MysqlReader.query(sql, "id")))
        .containsExactly(List.of("NUMBER:1", "TEXT:;", "TEXT:it's -- (", "TEXT:x') ;", "NUMBER:8"));
  }

  @Test
  void writing_and_reaching_out_in_every_disguise_is_refused(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("out");
    for (String sql :
        List.of(
            "INSERT INTO customers VALUES (2, 'x')",
            "INSERT INTO customers VALUES (2, 'x') RETURNING id",
            "DELETE FROM customers RETURNING id",
            "DROP TABLE customers",
            "SELECT 1 AS id INTO OUTFILE '" + file + "'",
            "SELECT 1 AS id) AS model INTO OUTFILE '" + file + "' -- ",
            "SELECT 1 AS id /*! ) AS model INTO OUTFILE '" + file + "' */",
            "SELECT 1 AS id /*M! ) AS model */",
            "SELECT 1 AS id; DROP TABLE customers",
            "SELECT NEXTVAL(counter) AS id",
            "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE customers",
            "SET GLOBAL read_only = 1",
            "CALL something()",
            "")) {
      assertThat(refused(sql).code()).as(sql).isEqualTo(ErrorCode.MODEL_QUERY);
    }
    assertThat(Files.exists(file)).isFalse();
    assertThat(
            MysqlReader.read(
                MysqlReader.settings(server),
                MysqlReader.request(new Model.Rows.Table("customers"), "id")))
        .hasSize(1);
  }

  @Test
  void missing_rights_are_named() {
    PenstockException refused =
        refused(
            locked().withPassword(SECRET),
            MysqlReader.request(new Model.Rows.Table("customers"), "id"));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("denied").hasMessageContaining("Grant SELECT");
  }

  @Test
  void a_model_that_takes_too_long_runs_into_its_timeout() {
    MysqlSettings impatient =
        MysqlReader.settings(server).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(5));

    PenstockException refused =
        refused(impatient, MysqlReader.query("SELECT 1 AS id, SLEEP(60) AS s", "id"));

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_TIMEOUT);
    assertThat(refused).hasMessageContaining("1 s");
  }

  @Test
  void a_session_ended_by_an_administrator_is_unavailable_and_never_complete() throws Exception {
    ExtractRequest request =
        MysqlReader.query("SELECT seq AS id, REPEAT('x', 1000) AS t FROM seq_1_to_1000000", "id");
    try (var source = new MysqlSource(MysqlReader.settings(server));
        Extraction extraction = source.extract(request)) {
      var row = new RowWriter(RowLimits.DEFAULT);
      assertThat(extraction.next(row)).isTrue();
      endSessionsOf("seq_1_to_1000000");

      PenstockException broke =
          catchThrowableOfType(
              PenstockException.class,
              () -> {
                while (extraction.next(row)) {
                  assertThat(row.size()).isPositive();
                }
              });

      assertThat(broke.code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
      assertThat(catchThrowableOfType(IllegalStateException.class, extraction::rowsSent))
          .isNotNull();
    }
  }

  private static void endSessionsOf(String marker) throws Exception {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND info"
                    + " LIKE '%"
                    + marker
                    + "%'")) {
      assertThat(row.next()).isTrue();
      server.execute("KILL " + row.getLong(1));
    }
  }

  @Test
  void cancel_and_early_close_end_the_query_at_the_server() throws Exception {
    String cancelled = "SELECT 1 AS id, SLEEP(600) AS marked_query";
    try (var source = new MysqlSource(MysqlReader.settings(server));
        Extraction extraction = source.extract(MysqlReader.query(cancelled, "id"))) {
      var failure = new AtomicReference<@Nullable PenstockException>();
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () ->
                      failure.set(
                          catchThrowableOfType(
                              PenstockException.class,
                              () -> extraction.next(new RowWriter(RowLimits.DEFAULT)))));
      await(true, "marked_query");

      extraction.cancel();

      assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
      assertThat(failure.get()).isNotNull().extracting("code").isEqualTo(ErrorCode.CANCELLED);
    }
    await(false, "marked_query");

    String closed = "SELECT a.seq AS id, REPEAT('x', 1000) AS t FROM seq_1_to_100000000 a";
    try (var source = new MysqlSource(MysqlReader.settings(server));
        Extraction extraction = source.extract(MysqlReader.query(closed, "id"))) {
      assertThat(extraction.next(new RowWriter(RowLimits.DEFAULT))).isTrue();
    }
    await(false, "seq_1_to_100000000 a");
  }

  private static void await(boolean running, String marker) throws Exception {
    String sql =
        "SELECT count(*) FROM information_schema.processlist WHERE id <> CONNECTION_ID() AND"
            + " command = 'Query' AND info LIKE '%"
            + marker
            + "%'";
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
  void a_wrong_or_missing_password_or_database_is_an_authentication_failure() {
    ExtractRequest request = MysqlReader.query("SELECT 1 AS id", "id");

    assertThat(refused(locked().withPassword("wrong"), request).code())
        .isEqualTo(ErrorCode.SOURCE_AUTH);
    assertThat(refused(locked(), request).code()).isEqualTo(ErrorCode.SOURCE_AUTH);
    for (String database : List.of("nowhere", "x?allowMultiQueries=true&a=b/c", "a,b:1/c")) {
      MysqlSettings settings =
          MysqlSettings.of("127.0.0.1", server.port(), database, "root")
              .withTls(Tls.of(TlsMode.DISABLE));
      PenstockException refused = refused(settings, request);
      assertThat(refused.code()).as(database).isEqualTo(ErrorCode.SOURCE_AUTH);
      assertThat(refused).hasMessageContaining("Unknown database '" + database + "'");
    }
    assertThat(locked().withPassword(SECRET).toString()).doesNotContain(SECRET);
  }

  @Test
  void nobody_at_the_port_is_unavailable_and_a_silent_port_is_given_up() throws Exception {
    ExtractRequest request = MysqlReader.query("SELECT 1 AS id", "id");
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    MysqlSettings nobody = MysqlSettings.of("127.0.0.1", closed, "shop", "root");

    assertThat(refused(nobody, request).code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    List<TestStep> steps = new MysqlSource(nobody).test();
    assertThat(steps)
        .extracting(TestStep::name)
        .containsExactly("DNS", "TCP", "TLS", "login", "rights");
    assertThat(steps.get(1).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(steps.get(2).result()).isEqualTo(TestStep.Result.SKIPPED);
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      MysqlSettings settings =
          MysqlSettings.of("127.0.0.1", silent.getLocalPort(), "shop", "root")
              .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));
      assertThat(refused(settings, request).code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    }
  }

  @Test
  void a_server_without_tls_is_refused_when_tls_is_demanded() {
    ExtractRequest request = MysqlReader.query("SELECT 1 AS id", "id");
    MysqlSettings required = MysqlReader.settings(server).withTls(Tls.of(TlsMode.REQUIRE));
    MysqlSettings preferred = MysqlReader.settings(server).withTls(Tls.of(TlsMode.PREFER));

    assertThat(refused(required, request).code()).isEqualTo(ErrorCode.SOURCE_TLS);
    assertThat(new MysqlSource(required).test().get(2).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(MysqlReader.read(preferred, request)).hasSize(1);
    assertThat(new MysqlSource(preferred).test())
        .allSatisfy(step -> assertThat(step.result()).isEqualTo(TestStep.Result.PASSED));
  }

  @Test
  void the_connection_test_tells_a_wrong_password_from_a_wrong_host() {
    List<TestStep> password = new MysqlSource(locked().withPassword("wrong")).test();
    List<TestStep> host =
        new MysqlSource(MysqlSettings.of("nowhere.invalid", 3306, "a", "b")).test();

    assertThat(password.get(3).result()).isEqualTo(TestStep.Result.FAILED);
    assertThat(password.get(3).remedy()).contains("password");
    assertThat(password.get(4).result()).isEqualTo(TestStep.Result.SKIPPED);
    assertThat(host.getFirst().result()).isEqualTo(TestStep.Result.FAILED);
  }

  @Test
  void settings_that_would_change_the_address_are_refused() {
    for (String host : List.of("a/b", "a?socketFactory=x", "a,b", "u@a", "", "a b", "(host=a)")) {
      PenstockException refused =
          catchThrowableOfType(
              PenstockException.class, () -> MysqlSettings.of(host, 3306, "d", "u"));
      assertThat(refused).as(host).isNotNull();
      assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    }
  }
}
