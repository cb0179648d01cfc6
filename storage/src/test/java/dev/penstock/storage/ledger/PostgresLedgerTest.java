package dev.penstock.storage.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.pace.Accounts;
import dev.penstock.engine.run.Claim;
import dev.penstock.engine.run.Decisions;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.Lease;
import dev.penstock.engine.run.Ledger;
import dev.penstock.engine.run.RunStatus;
import dev.penstock.engine.run.SyncIdentity;
import dev.penstock.storage.ledger.LedgerSettings.LeaseTimes;
import dev.penstock.testkit.ledger.AccountsContract;
import dev.penstock.testkit.ledger.LedgerContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresLedgerTest extends LedgerContract implements AccountsContract {
  private static final LedgerDatabase DATABASE = LedgerDatabase.fresh();
  private static final int ROUNDS = 20;
  private static final SplittableRandom SEEDS = new SplittableRandom(1);

  private final List<PostgresLedger> opened = new ArrayList<>();

  @BeforeEach
  void empty() {
    process("cleaner");
    DATABASE.execute(
        """
        TRUNCATE penstock.states, penstock.leases, penstock.runs, penstock.run_plans,
                 penstock.run_openings, penstock.run_outcomes, penstock.dead_letters,
                 penstock.doubts, penstock.outbox, penstock.accounts,
                 penstock.sync_controls
        """);
  }

  @Override
  public Accounts accounts() {
    return process("paced", Optional.empty()).accounts();
  }

  @AfterEach
  void close() {
    opened.forEach(PostgresLedger::close);
  }

  @Override
  protected Ledger process(String name, Optional<String> dataFolder) {
    return open(DATABASE.settings(), name, dataFolder);
  }

  private PostgresLedger open(LedgerSettings settings, String name, Optional<String> dataFolder) {
    PostgresLedger ledger =
        PostgresLedger.open(settings, clock, new Owner(name, dataFolder), SEEDS.split());
    opened.add(ledger);
    return ledger;
  }

  @Override
  protected History history() {
    return opened.getFirst().history();
  }

  @Override
  protected void expireLeases() {
    DATABASE.execute("UPDATE penstock.leases SET expires_at = clock_timestamp()");
  }

  @Override
  protected Decisions decisions() {
    return ((PostgresLedger) process("people")).decisions();
  }

  @Override
  protected List<String> notices() {
    return DATABASE.texts(
        "SELECT o.kind || ':' || (o.body ->> 'run') FROM penstock.outbox AS o ORDER BY o.id");
  }

  @Test
  void two_processes_that_claim_at_once_get_one_lease_and_one_refusal() throws Exception {
    Ledger one = process("a");
    Ledger other = process("b");
    for (int round = 0; round < ROUNDS; round++) {
      var sync = new SyncIdentity("shop", "race-" + round, "sandbox/a", "upsert");

      List<Object> ends = together(() -> claim(one, sync), () -> claim(other, sync));

      assertThat(ends).filteredOn(Claim.class::isInstance).hasSize(1);
      assertThat(ends).filteredOn(ErrorCode.SYNC_BUSY::equals).hasSize(1);
    }
  }

  @Test
  void two_processes_that_take_an_expired_lease_over_at_once_do_not_both_have_it()
      throws Exception {
    Ledger dead = process("dead");
    Ledger one = process("a");
    Ledger other = process("b");
    for (int round = 0; round < ROUNDS; round++) {
      var sync = new SyncIdentity("shop", "race-" + round, "sandbox/a", "upsert");
      dead.claim(sync);
      expireLeases();

      List<Object> ends = together(() -> claim(one, sync), () -> claim(other, sync));

      assertThat(ends).filteredOn(Claim.class::isInstance).hasSize(1);
    }
  }

  @Test
  void a_takeover_waits_for_a_write_that_is_being_committed() throws Exception {
    Ledger first = process("a");
    Lease lease = first.claim(CONTACTS).lease();
    Ledger other = process("b");
    expireLeases();
    try (Connection half = DATABASE.connect();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      half.setAutoCommit(false);
      Sql.update(
          half,
          """
          UPDATE penstock.leases SET expires_at = clock_timestamp() + INTERVAL '45 s'
          WHERE state = ?
          """,
          lease.state());
      Future<Object> second = executor.submit(() -> claim(other, CONTACTS));
      awaitBlocked();
      half.commit();

      assertThat(second.get()).isEqualTo(ErrorCode.SYNC_BUSY);
    }
  }

  @Test
  void a_lease_is_renewed_while_its_process_lives_and_expires_when_it_died() {
    var times =
        new LeaseTimes(Duration.ofMillis(1500), Duration.ofMillis(100), Duration.ofSeconds(9));
    PostgresLedger dying = open(DATABASE.settings(times), "dying", Optional.empty());
    Ledger other = process("other");
    Lease lease = dying.claim(CONTACTS).lease();
    await(Duration.ofSeconds(10), () -> renewals(lease) >= 3);

    assertThat(lease.covers(Duration.ofMillis(200))).isTrue();
    assertThat(claim(other, CONTACTS)).isEqualTo(ErrorCode.SYNC_BUSY);

    dying.close();
    assertThat(lease.covers(Duration.ZERO)).isFalse();
    await(Duration.ofSeconds(10), () -> claim(other, CONTACTS) instanceof Claim);
  }

  @Test
  void a_lease_that_another_process_took_stops_covering_requests_at_the_next_renewal() {
    var times =
        new LeaseTimes(Duration.ofMillis(1500), Duration.ofMillis(100), Duration.ofSeconds(9));
    Lease lease = open(DATABASE.settings(times), "a", Optional.empty()).claim(CONTACTS).lease();
    assertThat(lease.covers(Duration.ofMillis(500))).isTrue();

    DATABASE.execute("UPDATE penstock.leases SET epoch = epoch + 1, owner = 'b'");

    await(Duration.ofSeconds(10), () -> !lease.covers(Duration.ZERO));
  }

  @Test
  void a_request_that_would_outlast_the_lease_is_not_covered() {
    Lease lease = process("a").claim(CONTACTS).lease();

    assertThat(lease.covers(Duration.ofSeconds(100))).isTrue();
    assertThat(lease.covers(Duration.ofSeconds(119))).isFalse();
  }

  @Test
  void an_unreachable_server_is_said_so_without_the_password() {
    LedgerSettings settings =
        LedgerSettings.of("jdbc:postgresql://127.0.0.1:1/none", "ada", new Secret("hunter2"));

    assertThatExceptionOfType(PenstockException.class)
        .isThrownBy(() -> open(settings, "a", Optional.empty()))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNAVAILABLE))
        .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("hunter2"));
    assertThat(settings.toString()).doesNotContain("hunter2");
  }

  @Test
  void a_connection_that_breaks_in_the_middle_of_a_write_leaves_it_unknown_and_says_so() {
    PostgresLedger ledger = (PostgresLedger) process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 3);

    DATABASE.texts(
        """
        SELECT pg_terminate_backend(a.pid)::text FROM pg_stat_activity AS a
        WHERE a.application_name = 'penstock' AND a.datname = current_database()
        """);

    // Each pooled connection is found dead once, by validation or by the write.
    for (int attempt = 0; attempt < 4; attempt++) {
      try {
        ledger.open(lease, run, List.of(batch(attempt, attempt)));
      } catch (PenstockException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNAVAILABLE);
        assertThat(e).hasMessageContaining(run).hasMessageContaining("unknown");
      }
    }
    ledger.open(lease, run, List.of(batch(9, 9)));
  }

  @Test
  void a_read_only_database_is_named_as_such() {
    PostgresLedger ledger = (PostgresLedger) process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 3);
    DATABASE.execute("ALTER DATABASE " + name() + " SET default_transaction_read_only = on");
    try {
      PostgresLedger later = (PostgresLedger) process("b");

      assertThatExceptionOfType(PenstockException.class)
          .isThrownBy(() -> later.claim(new SyncIdentity("shop", "new", "d", "a")))
          .withMessageContaining("read-only")
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_UNAVAILABLE));
    } finally {
      DATABASE.execute("ALTER DATABASE " + name() + " RESET default_transaction_read_only");
    }
    ledger.end(lease, run, anEnd(RunStatus.SUCCEEDED).done());
  }

  @Test
  void a_refused_statement_does_not_quote_values() {
    Ledger ledger = process("a");
    Lease lease = ledger.claim(CONTACTS).lease();
    String run = deliver(ledger, lease, 1);
    DATABASE.execute(
        """
        ALTER TABLE penstock.dead_letters
        ADD CONSTRAINT never CHECK (key_text <> 'key-4711')
        """);
    try {
      assertThatExceptionOfType(PenstockException.class)
          .isThrownBy(() -> ledger.record(lease, run, letters(letter(4711, 1))))
          .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
          .satisfies(e -> assertThat(e.getMessage() + e.getCause()).doesNotContain("4711"));
    } finally {
      DATABASE.execute("ALTER TABLE penstock.dead_letters DROP CONSTRAINT never");
    }
  }

  @Test
  void commits_are_durable_even_where_the_role_turned_that_off() throws SQLException {
    var settings = DATABASE.settings();
    DATABASE.execute("ALTER DATABASE " + name() + " SET synchronous_commit = off");
    try (var database = new Database(settings)) {
      assertThat(
              database.<Optional<String>>read(
                  "look",
                  connection ->
                      Sql.first(
                          connection,
                          row -> row.getString(1),
                          "SELECT current_setting('synchronous_commit')")))
          .contains("on");
    } finally {
      DATABASE.execute("ALTER DATABASE " + name() + " RESET synchronous_commit");
    }
  }

  private static String name() {
    return DATABASE.texts("SELECT current_database()").getFirst();
  }

  private int renewed;
  private String lastExpiry = "";

  /** How many different times to live were seen of a lease. */
  private int renewals(Lease lease) {
    String expiry =
        DATABASE
            .texts("SELECT l.expires_at FROM penstock.leases AS l WHERE l.state = ?", lease.state())
            .getFirst();
    if (!expiry.equals(lastExpiry)) {
      lastExpiry = expiry;
      renewed++;
    }
    return renewed;
  }

  private static Object claim(Ledger ledger, SyncIdentity sync) {
    try {
      return ledger.claim(sync);
    } catch (PenstockException e) {
      return e.code();
    }
  }

  private static List<Object> together(Callable<Object> one, Callable<Object> other)
      throws InterruptedException, ExecutionException {
    var start = new CyclicBarrier(2);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> first = executor.submit(() -> after(start, one));
      Future<Object> second = executor.submit(() -> after(start, other));
      return List.of(first.get(), second.get());
    }
  }

  private static Object after(CyclicBarrier start, Callable<Object> act) throws Exception {
    start.await(10, TimeUnit.SECONDS);
    return act.call();
  }

  private static void awaitBlocked() {
    await(
        Duration.ofSeconds(10),
        () ->
            !DATABASE
                .texts(
                    """
                    SELECT a.pid FROM pg_stat_activity AS a
                    WHERE a.wait_event_type = 'Lock' AND a.datname = current_database()
                    """)
                .isEmpty());
  }

  /** The database's clock cannot be moved by hand. */
  private static void await(Duration within, BooleanSupplier condition) {
    long end = System.nanoTime() + within.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
