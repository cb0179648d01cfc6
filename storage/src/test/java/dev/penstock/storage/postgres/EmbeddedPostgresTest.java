package dev.penstock.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EmbeddedPostgresTest {
  private static PostgresWorld world;

  @BeforeAll
  static void begin() throws IOException {
    world = PostgresWorld.withKeptPrograms();
  }

  @AfterEach
  void nothing_is_left_running() throws IOException {
    assertThat(world.endLeftRunning()).isEmpty();
  }

  @AfterAll
  static void end() throws IOException {
    Folder.remove(world.root());
  }

  @Test
  void the_first_open_makes_a_durable_private_server_and_the_last_close_stops_it()
      throws Exception {
    var folder = world.folder("first");
    long pid;
    try (var server = EmbeddedPostgres.open(folder, EmbeddedPostgres.Settings.defaults())) {
      pid = server.pid();
      assertThat(server.adopted()).isFalse();
      assertThat(PostgresWorld.ask(server, "SHOW server_version")).isEqualTo("18.2");
      assertThat(Binaries.VERSION).startsWith("18.2.");
      for (var setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
        assertThat(PostgresWorld.ask(server, "SHOW " + setting)).isEqualTo("on");
      }
      assertThat(PostgresWorld.ask(server, "SHOW data_checksums")).isEqualTo("on");
      assertThat(PostgresWorld.ask(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(PostgresWorld.ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(PostgresWorld.ask(server, "SHOW password_encryption")).isEqualTo("scram-sha-256");
      assertThat(server.password()).hasToString("***");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("postgres/password"))))
          .isEqualTo("rw-------");
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl("postgres"), "penstock", "guess"))
          .hasMessageContaining("password authentication failed");
    }

    assertThat(Proc.isAlive(pid)).isFalse();
    assertThat(PostmasterFile.of(world.cluster(folder).path())).isEmpty();
  }

  @Test
  void the_server_has_a_session_of_its_own_and_knows_nothing_of_our_environment() throws Exception {
    try (var server = EmbeddedPostgres.open(world.usedFolder("session"), world.settings())) {
      var stat = Files.readString(Path.of("/proc/" + server.pid() + "/stat"));
      // After the name: state, parent, process group, session. Source: proc(5).
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      assertThat(fields[3]).isEqualTo(Long.toString(server.pid()));
      var words = Files.readString(Path.of("/proc/" + server.pid() + "/cmdline"));
      assertThat(words).doesNotContain(server.password().value());
      var environment = Files.readString(Path.of("/proc/" + server.pid() + "/environ"));
      assertThat(environment).doesNotContain("HOME=").contains("LC_ALL=C");
    }
  }

  @Test
  void a_database_is_created_once_and_kept_over_a_restart() throws Exception {
    var folder = world.usedFolder("database");
    try (var server = EmbeddedPostgres.open(folder, world.settings())) {
      server.createDatabaseIfMissing("ledger");
      server.createDatabaseIfMissing("ledger");
      assertThatThrownBy(() -> server.createDatabaseIfMissing("x\"; DROP"))
          .isInstanceOf(IllegalArgumentException.class);
    }

    try (var server = EmbeddedPostgres.open(folder, world.settings())) {
      assertThat(
              PostgresWorld.ask(server, "SELECT count(*) FROM pg_database WHERE datname='ledger'"))
          .isEqualTo("1");
    }
  }

  @Test
  void the_second_user_adopts_and_the_last_one_to_close_stops_in_either_order() throws Exception {
    var folder = world.usedFolder("order");
    var first = EmbeddedPostgres.open(folder, world.settings());
    var second = EmbeddedPostgres.open(folder, world.settings());
    assertThat(second.adopted()).isTrue();
    assertThat(second.port()).isEqualTo(first.port());
    first.close();
    first.close();
    assertThat(PostgresWorld.ask(second, "SELECT 1")).isEqualTo("1");
    second.close();
    assertThat(Proc.isAlive(first.pid())).isFalse();

    var third = EmbeddedPostgres.open(folder, world.settings());
    var fourth = EmbeddedPostgres.open(folder, world.settings());
    fourth.close();
    assertThat(PostgresWorld.ask(third, "SELECT 1")).isEqualTo("1");
    third.close();
    assertThat(Proc.isAlive(third.pid())).isFalse();
  }

  @Test
  void another_process_keeps_the_server_running_until_it_closes_too() throws Exception {
    var folder = world.usedFolder("processes");
    var server = EmbeddedPostgres.open(folder, world.settings());
    var other = world.openElsewhere(folder);
    server.close();
    assertThat(Proc.isAlive(server.pid())).isTrue();

    PostgresWorld.finish(other);

    PostgresWorld.awaitEnd(server.pid());
  }

  @Test
  void an_orphan_of_a_killed_process_is_adopted_with_its_data_and_then_stopped() throws Exception {
    var folder = world.usedFolder("orphan");
    var other = world.openElsewhere(folder);
    try (var server = EmbeddedPostgres.open(folder, world.settings())) {
      PostgresWorld.ask(server, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    PostgresWorld.kill(other);

    long pid;
    try (var server = EmbeddedPostgres.open(folder, world.settings())) {
      pid = server.pid();
      assertThat(server.adopted()).isTrue();
      assertThat(PostgresWorld.ask(server, "SELECT answer FROM kept")).isEqualTo("42");
    }

    assertThat(Proc.isAlive(pid)).isFalse();
  }

  @Test
  void a_killed_server_is_recovered_with_what_was_committed_and_keeps_its_port() throws Exception {
    var folder = world.usedFolder("recover");
    var before = EmbeddedPostgres.open(folder, world.settings());
    PostgresWorld.ask(before, "CREATE TABLE kept AS SELECT 42 AS answer");
    PostgresWorld.kill(before.pid());

    try (var after = EmbeddedPostgres.open(folder, world.settings())) {
      assertThat(after.adopted()).isFalse();
      assertThat(after.port()).isEqualTo(before.port());
      assertThat(PostgresWorld.ask(before, "SELECT answer FROM kept")).isEqualTo("42");
    }
    before.close();
  }

  @Test
  void a_server_that_hangs_is_replaced() throws Exception {
    var folder = world.usedFolder("hang");
    var patience = world.settings().withAnswerWithin(Duration.ofSeconds(1));
    var before = EmbeddedPostgres.open(folder, patience);
    PostgresWorld.ask(before, "CREATE TABLE kept AS SELECT 42 AS answer");
    new ProcessBuilder("kill", "-STOP", Long.toString(before.pid())).start().waitFor();

    try (var after = EmbeddedPostgres.open(folder, patience)) {
      assertThat(after.adopted()).isFalse();
      assertThat(PostgresWorld.ask(after, "SELECT answer FROM kept")).isEqualTo("42");
    }
    before.close();
    assertThat(Proc.isAlive(before.pid())).isFalse();
  }

  @Test
  void a_pid_file_that_names_a_living_stranger_does_not_block_the_start_nor_harm_the_stranger()
      throws Exception {
    var folder = world.usedFolder("stranger");
    var stranger = world.stranger();
    var file = world.cluster(folder).path().resolve("postmaster.pid");
    for (var pid : List.of(stranger, ProcessHandle.current().pid())) {
      Files.writeString(
          file, pid + "\n" + file.getParent() + "\n1700000000\n1\n\n127.0.0.1\n\nready\n");

      try (var server = EmbeddedPostgres.open(folder, world.settings())) {
        assertThat(server.adopted()).isFalse();
      }
    }
    Files.writeString(file, "");
    EmbeddedPostgres.open(folder, world.settings()).close();

    assertThat(Proc.isAlive(stranger)).isTrue();
  }

  @Test
  void what_an_interrupted_first_start_left_is_removed_and_the_start_done_anew() throws Exception {
    var folder = world.folder("half");
    var half = Files.createDirectories(folder.resolve("postgres/initializing-1/data/base"));
    Files.writeString(half.resolve("1"), "cut");
    var unpacked = Files.createDirectories(folder.resolve("postgres/unpacking-1/bin"));
    Files.writeString(unpacked.resolve("postgres"), "cut");

    try (var server = EmbeddedPostgres.open(folder, world.settings())) {
      assertThat(PostgresWorld.ask(server, "SELECT 1")).isEqualTo("1");
    }

    try (var children = Files.list(folder.resolve("postgres"))) {
      assertThat(children.map(child -> child.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "cluster", "last-start", "password", "server.log", "start.lock", "use.lock");
    }
  }

  @Test
  void a_port_that_is_taken_in_between_is_replaced_by_another_until_there_is_none()
      throws Exception {
    var folder = world.folder("port");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var proposals = new ArrayDeque<>(List.of(taken.getLocalPort(), Ports.free()));
      try (var server = EmbeddedPostgres.open(folder, world.settings(), proposals::remove)) {
        assertThat(server.port()).isNotEqualTo(taken.getLocalPort());
      }
      Files.delete(folder.resolve("postgres/last-start"));

      assertCode(
          Code.PORTS_EXHAUSTED,
          () -> EmbeddedPostgres.open(folder, world.settings(), taken::getLocalPort));
    }
  }

  @Test
  void a_cluster_of_another_major_version_is_refused() throws Exception {
    var folder = world.usedFolder("version");
    Files.writeString(world.cluster(folder).path().resolve("PG_VERSION"), "19\n");

    assertCode(Code.CLUSTER_VERSION, () -> EmbeddedPostgres.open(folder, world.settings()));
  }

  @Test
  void a_server_that_ends_at_its_start_is_quoted() throws Exception {
    var folder = world.usedFolder("broken");
    Files.delete(world.cluster(folder).path().resolve("global/pg_control"));

    assertThatThrownBy(() -> EmbeddedPostgres.open(folder, world.settings()))
        .hasMessageContaining("server.log")
        .hasMessageContaining("pg_control");
  }

  @Test
  void a_lost_password_is_told_and_not_replaced() throws Exception {
    var folder = world.usedFolder("password");
    Files.delete(folder.resolve("postgres/password"));

    assertCode(Code.PASSWORD_MISMATCH, () -> EmbeddedPostgres.open(folder, world.settings()));
  }

  @Test
  void a_folder_in_use_in_another_namespace_is_not_started_a_second_time() throws Exception {
    var folder = world.usedFolder("elsewhere");
    try (var server = EmbeddedPostgres.open(folder, world.settings())) {
      Files.writeString(
          folder.resolve("postgres/last-start"), "another-boot pid:[1] net:[1]\n5432\n");

      assertCode(Code.IN_USE_ELSEWHERE, () -> EmbeddedPostgres.open(folder, world.settings()));
      assertThat(PostgresWorld.ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void neither_values_nor_statements_reach_the_log() throws Exception {
    var folder = world.usedFolder("log");
    try (var server = EmbeddedPostgres.open(folder, world.settings())) {
      assertThatThrownBy(() -> PostgresWorld.ask(server, "SELECT 'ada@example.org'::int"))
          .hasMessageContaining("ada@example.org");
    }

    assertThat(Files.readString(folder.resolve("postgres/server.log")))
        .contains("ready to accept connections")
        .doesNotContain("ada@example.org");
  }

  @Test
  void missing_binaries_and_full_disks_have_their_codes() {
    assertCode(Code.BINARIES_MISSING, () -> Binaries.archiveName("Mac OS X", "aarch64"));
    assertCode(Code.BINARIES_MISSING, () -> Binaries.archiveName("Linux", "riscv64"));
    assertCode(Code.SETTING_INVALID, () -> RootMode.parse("sudo"));
    assertThat(
            Failures.of("write", Path.of("x"), new IOException("No space left on device")).code())
        .isEqualTo(Code.DISK_FULL);
    assertThat(Failures.of("write", Path.of("x"), new IOException("x: Read-only file system")))
        .extracting(EmbeddedPostgresException::code)
        .isEqualTo(Code.DATA_FOLDER_NOT_WRITABLE);
  }

  static void assertCode(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EmbeddedPostgresException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
