package dev.penstock.storage.postgres;

import static dev.penstock.storage.postgres.EmbeddedPostgresTest.assertCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs as root only; other users have nothing to get rid of. */
final class RootModesTest {
  private static PostgresWorld world;

  @BeforeAll
  static void begin() throws IOException {
    assumeTrue(Proc.user() == 0, "not root");
    world = PostgresWorld.withProgramsForAll();
  }

  @AfterEach
  void nothing_is_left_running() throws IOException {
    assertThat(world.endLeftRunning()).isEmpty();
  }

  @AfterAll
  static void end() throws IOException {
    if (world != null) {
      Folder.remove(world.root());
    }
  }

  @Test
  void data_written_in_one_mode_is_there_in_the_other_and_back() throws Exception {
    assumeNamespaces();
    var folder = world.usedFolder("modes");
    try (var server = open(folder, RootMode.SETPRIV)) {
      PostgresWorld.ask(server, "CREATE TABLE kept AS SELECT 42 AS answer");
      assertThat(Owner.of(Path.of("/proc/" + server.pid())).user()).isNotZero();
    }
    try (var server = open(folder, RootMode.USERNS)) {
      assertThat(PostgresWorld.ask(server, "SELECT answer FROM kept")).isEqualTo("42");
      PostgresWorld.ask(server, "UPDATE kept SET answer = 43");
      assertThat(Owner.of(world.cluster(folder).path())).isEqualTo(Owner.ROOT);
      assertThat(Files.readSymbolicLink(Path.of("/proc/" + server.pid() + "/ns/user")))
          .isNotEqualTo(Files.readSymbolicLink(Path.of("/proc/self/ns/user")));
    }
    try (var server = open(folder, RootMode.SETPRIV)) {
      assertThat(PostgresWorld.ask(server, "SELECT answer FROM kept")).isEqualTo("43");
    }
  }

  @Test
  void a_killed_server_of_either_mode_is_recovered_in_the_other() throws Exception {
    assumeNamespaces();
    var folder = world.usedFolder("crossed");
    var first = open(folder, RootMode.USERNS);
    PostgresWorld.ask(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    PostgresWorld.kill(first.pid());
    var second = open(folder, RootMode.SETPRIV);
    PostgresWorld.ask(second, "UPDATE kept SET answer = 43");
    PostgresWorld.kill(second.pid());

    try (var third = open(folder, RootMode.USERNS)) {
      assertThat(PostgresWorld.ask(third, "SELECT answer FROM kept")).isEqualTo("43");
    }
    second.close();
    first.close();
  }

  @Test
  void a_folder_that_only_root_may_enter_needs_a_namespace_and_gets_one() throws Exception {
    assumeNamespaces();
    var folder = world.usedFolder("private");
    Folder.permit(folder, "rwx------");

    assertCode(Code.POSTGRES_AS_ROOT, () -> open(folder, RootMode.SETPRIV));
    try (var server = open(folder, RootMode.AUTO)) {
      assertThat(PostgresWorld.ask(server, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void without_any_known_user_the_way_out_is_named() throws Exception {
    var folder = world.folder("nobody");
    var postgres = Files.createDirectory(folder.resolve("postgres"));
    var passwd = Files.writeString(folder.resolve("passwd"), "root:x:0:0::/root:/bin/sh\n");
    var binaries = Binaries.in(world.binaries());

    for (var mode : RootMode.values()) {
      assertCode(
          Code.POSTGRES_AS_ROOT,
          () -> new Privileges(folder, postgres, passwd).choose(0, mode, binaries));
    }
  }

  private static EmbeddedPostgres open(Path folder, RootMode mode) {
    return EmbeddedPostgres.open(folder, world.settings().withRootMode(mode));
  }

  private static void assumeNamespaces() throws IOException {
    var unshare = Command.find("unshare");
    assumeTrue(
        unshare.isPresent()
            && Command.run(
                    List.of(unshare.get().toString(), "--user", "--map-user=1", "true"),
                    Path.of("/"),
                    Duration.ofSeconds(5))
                .isGood(),
        "no user namespaces here");
  }
}
