package dev.penstock.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import dev.penstock.engine.run.Crashpoint;
import dev.penstock.engine.run.History.SyncStatus;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.server.Location;
import dev.penstock.server.RunProgress;
import dev.penstock.server.RunRequest;
import dev.penstock.server.project.References;
import dev.penstock.server.wiring.LocalPenstock;
import dev.penstock.storage.postgres.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each folder of examples/ as it stands against a real PostgreSQL and a simulated tool. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final String DATABASE = "examples";

  private static Path data;
  private static EmbeddedPostgres postgres;

  private Simulator simulator;

  @BeforeAll
  static void startPostgres(@TempDir Path folder) {
    data = folder;
    // The examples' tables stand beside the ledger: one server is enough, and quicker.
    postgres = EmbeddedPostgres.open(data, EmbeddedPostgres.Settings.from(System.getenv()));
    postgres.createDatabaseIfMissing(DATABASE);
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void startSimulator() throws Exception {
    simulator = Simulator.start(SimulatorSettings.standard());
  }

  @AfterEach
  void stopSimulator() throws Exception {
    simulator.close();
  }

  @Test
  void table_to_webhook_sends_each_row_once_and_then_only_what_changed() throws Exception {
    sql("CREATE TABLE customers (id int PRIMARY KEY, email text, name text)");
    sql(
        "INSERT INTO customers SELECT n, n || '@example.org', 'N ' || n FROM generate_series(1,"
            + " 2500) AS n");

    List<String> namedBefore = destinations("table-to-webhook");
    RunRecord first = run("table-to-webhook", "customers_to_hook");
    sql("UPDATE customers SET name = 'Grace' WHERE id = 7");
    sql("DELETE FROM customers WHERE id = 8");
    RunRecord second = run("table-to-webhook", "customers_to_hook");
    RunRecord third = run("table-to-webhook", "customers_to_hook");
    List<String> namedAfter = destinations("table-to-webhook");

    assertThat(first.status()).as(first.message()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(first.counts().deliveredAdded()).isEqualTo(2500);
    assertThat(first.counts().requests()).isEqualTo(3);
    assertThat(second.status()).as(second.message()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(second.counts().delivered()).isEqualTo(1);
    assertThat(third.counts().planned()).isZero();
    assertThat(received("in", "7"))
        .isEqualTo("{\"id\":7,\"email\":\"7@example.org\",\"name\":\"Grace\"}");
    assertThat(simulator.record("in", "8")).as("deletes are not sent").isPresent();
    assertThat(simulator.counts().records()).isEqualTo(2501);
    assertThat(simulator.counts().repeats()).as("the same value again").isZero();
    assertThat(namedBefore).as("status says the project's names").containsExactly("hook");
    assertThat(namedAfter).as("also of what the ledger knows").containsExactly("hook");
  }

  @Test
  void orders_with_products_sends_objects_and_arrays_and_deletes_what_is_gone() throws Exception {
    sql(
        "CREATE TABLE orders (order_no text PRIMARY KEY, customer_id int, placed_at timestamptz,"
            + " total numeric)");
    sql(
        "CREATE TABLE order_lines (order_no text, line_no int, product text, price numeric,"
            + " quantity int)");
    sql(
        "INSERT INTO orders VALUES ('A-1', 5, '2026-01-31 10:00Z', 45.00), ('A-2', 6, '2026-02-01"
            + " 09:30Z', 5)");
    sql(
        "INSERT INTO order_lines VALUES ('A-1', 1, 'jacket', 40, 1), ('A-1', 2, 'socks', 2.50, 2),"
            + " ('A-2', 1, 'socks', 2.50, 2)");

    RunRecord first = run("orders-with-products", "orders_to_crm");
    String order = received("orders", "A-1");
    sql("DELETE FROM orders WHERE order_no = 'A-2'");
    RunRecord second = run("orders-with-products", "orders_to_crm");

    assertThat(first.status()).as(first.message()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(order)
        .isEqualTo(
            """
            {"customer":{"id":5,"segment":"shop"},"placed_at":"2026-01-31T10:00:00Z","total":45,\
            "products":[{"price":40,"quantity":1,"productName":"jacket"},\
            {"price":2.50,"quantity":2,"productName":"socks"}]}\
            """);
    assertThat(second.status()).as(second.message()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(second.counts().deliveredDeleted()).isEqualTo(1);
    assertThat(simulator.record("orders", "A-2")).isEmpty();
  }

  @Test
  void csv_to_crm_sends_the_rows_of_a_file() {
    RunRecord first = run("csv-to-crm", "customers_to_crm");
    RunRecord second = run("csv-to-crm", "customers_to_crm");

    assertThat(first.status()).as(first.message()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(first.counts().deliveredAdded()).isEqualTo(3);
    assertThat(received("customers", "1")).isEqualTo("{\"name\":\"Ada\",\"zip\":\"01234\"}");
    assertThat(second.counts().planned()).isZero();
  }

  private String received(String object, String key) {
    return simulator.record(object, key).orElseThrow().payload();
  }

  private RunRecord run(String example, String sync) {
    RunRequest request = RunRequest.byAPerson(sync);
    try (LocalPenstock penstock = penstock(example)) {
      return penstock.run(request, RunProgress.SILENT).run();
    }
  }

  /** What status calls the destination of each sync. */
  private List<String> destinations(String example) {
    try (LocalPenstock penstock = penstock(example)) {
      return penstock.status(Optional.empty()).stream().map(SyncStatus::destination).toList();
    }
  }

  private LocalPenstock penstock(String example) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PG_HOST", "127.0.0.1");
    environment.put("PG_PORT", Integer.toString(postgres.port()));
    environment.put("PG_DATABASE", DATABASE);
    environment.put("PG_USER", postgres.user());
    environment.put("PG_PASSWORD", postgres.password().value());
    environment.put("HOOK_URL", "http://127.0.0.1:" + simulator.port() + "/in");
    environment.put("CRM_URL", "http://127.0.0.1:" + simulator.port());
    References references =
        References.ofEnvironment(name -> Optional.ofNullable(environment.get(name)));
    Location location =
        new Location(EXAMPLES.resolve(example), data, Optional.empty(), Duration.ZERO);
    return new LocalPenstock(
        location,
        references,
        environment,
        InstantSource.system(),
        RandomGenerator.getDefault(),
        Crashpoint.NONE);
  }

  private static void sql(String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                postgres.jdbcUrl(DATABASE), postgres.user(), postgres.password().value());
        var all = connection.createStatement()) {
      all.execute(statement);
    }
  }
}
