package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses as whom the server runs, by trying: whether a user can reach the data folder depends on
 * modes, access lists, mounts and security modules, and only doing it tells.
 */
final class Privileges {
  /** An exec of a small program; generous for a machine that swaps. */
  private static final Duration TRY_WITHIN = Duration.ofSeconds(30);

  private static final List<String> USERS = List.of("penstock", "postgres", "nobody");

  private final Path postgresFolder;
  private final Path dataFolder;
  private final Path passwd;
  private final List<String> reasons = new ArrayList<>();

  Privileges(Path dataFolder, Path postgresFolder, Path passwd) {
    this.dataFolder = dataFolder;
    this.postgresFolder = postgresFolder;
    this.passwd = passwd;
  }

  /** Chooses for a process of user {@code self}. */
  RunAs choose(int self, RootMode mode, Binaries binaries) throws IOException {
    if (self != 0) {
      return new RunAs.Ourselves(new Owner(self, Owner.of(postgresFolder).group()));
    }
    var users = users();
    if (users.isEmpty()) {
      reasons.add("no user penstock, postgres or nobody in " + passwd);
    }
    Optional<RunAs> found =
        switch (mode) {
          case SETPRIV -> otherUser(users, binaries);
          case USERNS -> namespace(users, binaries);
          case AUTO -> {
            var other = otherUser(users, binaries);
            yield other.isPresent() ? other : namespace(users, binaries);
          }
        };
    return found.orElseThrow(() -> asRoot(mode));
  }

  private Optional<RunAs> otherUser(List<Owner> users, Binaries binaries) throws IOException {
    var setpriv = Command.find("setpriv");
    if (setpriv.isEmpty()) {
      reasons.add("setpriv is not installed");
      return Optional.empty();
    }
    // Passing through is all that others may do in this folder, and only in this mode.
    Folder.permit(postgresFolder, "rwx--x--x");
    for (var user : users) {
      var candidate = new RunAs.OtherUser(setpriv.get(), user);
      if (works(candidate, binaries)) {
        return Optional.of(candidate);
      }
    }
    Folder.permit(postgresFolder, "rwx------");
    return Optional.empty();
  }

  private Optional<RunAs> namespace(List<Owner> users, Binaries binaries) throws IOException {
    var unshare = Command.find("unshare");
    if (unshare.isEmpty()) {
      reasons.add("unshare is not installed");
      return Optional.empty();
    }
    Folder.permit(postgresFolder, "rwx------");
    for (var user : users) {
      var candidate = new RunAs.Namespace(unshare.get(), user);
      if (works(candidate, binaries)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private boolean works(RunAs candidate, Binaries binaries) throws IOException {
    // By its whole path, as the server will: every parent must let the user pass.
    var script = "cd \"$1\" && exec \"$2\" --version";
    var postgres = binaries.program("postgres").toString();
    var words =
        candidate.command(
            List.of("/bin/sh", "-c", script, "sh", postgresFolder.toString(), postgres));
    var answer = Command.run(words, Path.of("/"), TRY_WITHIN);
    if (!answer.isGood()) {
      reasons.add(answer.output().strip());
    }
    return answer.isGood();
  }

  /** The owner of the data folder first: an operator who gave the folder away meant that user. */
  private List<Owner> users() throws IOException {
    var known = knownUsers();
    var users = new LinkedHashMap<Integer, Owner>();
    var ownerOfFolder = Owner.of(dataFolder).user();
    known.values().stream()
        .filter(user -> user.user() == ownerOfFolder && user.user() != 0)
        .forEach(user -> users.put(user.user(), user));
    for (var name : USERS) {
      var user = known.get(name);
      if (user != null && user.user() != 0) {
        users.putIfAbsent(user.user(), user);
      }
    }
    return List.copyOf(users.values());
  }

  /** Reads {@code name:password:uid:gid:...}. Source: passwd(5). */
  private Map<String, Owner> knownUsers() throws IOException {
    var known = new LinkedHashMap<String, Owner>();
    if (!Files.isReadable(passwd)) {
      return known;
    }
    for (var line : Files.readAllLines(passwd, StandardCharsets.ISO_8859_1)) {
      var parts = line.split(":", -1);
      if (parts.length >= 4 && isNumber(parts[2]) && isNumber(parts[3])) {
        known.putIfAbsent(
            parts[0], new Owner(Integer.parseInt(parts[2]), Integer.parseInt(parts[3])));
      }
    }
    return known;
  }

  private static boolean isNumber(String text) {
    return text.matches("\\d{1,9}");
  }

  private EmbeddedPostgresException asRoot(RootMode mode) {
    return new EmbeddedPostgresException(
        Code.POSTGRES_AS_ROOT,
        "Embedded PostgreSQL in %s: it refuses to run as root, and %s is impossible here: %s. Run Penstock as another user, or let the user penstock, postgres or nobody enter the data folder, or allow user namespaces, or set a JDBC URL (PENSTOCK_LEDGER_URL)."
            .formatted(
                dataFolder,
                switch (mode) {
                  case AUTO -> "becoming another user or entering a user namespace";
                  case SETPRIV -> "becoming another user";
                  case USERNS -> "entering a user namespace";
                },
                String.join("; ", reasons)));
  }
}
