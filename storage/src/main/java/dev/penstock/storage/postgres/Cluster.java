package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/**
 * The database cluster and its password in Penstock's PostgreSQL folder.
 *
 * @param folder {@code <data>/postgres}, a real path
 */
record Cluster(Path folder) {
  /** The only user of the server, and its owner. */
  static final String USER = "penstock";

  /** Prefix of everything that an interrupted start leaves and the next one removes. */
  private static final String INITIALIZING = "initializing-";

  /** Half a second on a laptop; a slow network disk needs some minutes. */
  private static final Duration INITDB_WITHIN = Duration.ofMinutes(5);

  Path path() {
    return folder.resolve("cluster");
  }

  ServerLog log() {
    return new ServerLog(folder.resolve("server.log"));
  }

  boolean exists() {
    return Files.exists(path());
  }

  /** Reads the password, or makes one for a cluster that does not exist yet. */
  Password password() throws IOException {
    var file = folder.resolve("password");
    if (Files.exists(file)) {
      var text = Files.readString(file).strip();
      if (!text.isEmpty()) {
        return new Password(text);
      }
    }
    if (exists()) {
      throw new EmbeddedPostgresException(
          Code.PASSWORD_MISMATCH,
          "Embedded PostgreSQL in %s: the file password is missing, so its cluster cannot be opened. Restore the file from a backup, or move the folder cluster away to begin an empty one."
              .formatted(folder));
    }
    var password = Password.random(new SecureRandom());
    var fresh = folder.resolve(INITIALIZING + "password");
    Files.deleteIfExists(fresh);
    writePrivate(fresh, password);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    Folder.sync(folder);
    return password;
  }

  /**
   * Makes the cluster ready for a start by {@code runAs}: initialized, ours, and of our version.
   */
  void prepare(Binaries binaries, RunAs runAs, Password password) throws IOException {
    if (!exists()) {
      initialize(binaries, runAs, password);
    }
    try {
      Folder.give(path(), runAs.owner());
    } catch (IOException e) {
      throw Failures.notWritable("give the cluster to user " + runAs.owner().user(), folder, e);
    }
    checkVersion();
  }

  /** Removes what interrupted starts left. */
  void removeLeftovers() throws IOException {
    try (var children = Files.newDirectoryStream(folder, "{initializing,unpacking}-*")) {
      for (var child : children) {
        try {
          Folder.remove(child);
        } catch (DirectoryNotEmptyException stillWritten) {
          // An initdb that outlived its starter ends soon; the next start removes the rest.
        }
      }
    }
  }

  /** Removes the programs of other versions; only right while no server of theirs runs. */
  void removeOtherVersions() throws IOException {
    try (var children = Files.newDirectoryStream(folder, "[0-9]*.[0-9]*")) {
      for (var child : children) {
        if (!child.endsWith(Binaries.VERSION)) {
          Folder.remove(child);
        }
      }
    }
  }

  /** In a folder of its own, then renamed: a cluster is there as a whole or not at all. */
  private void initialize(Binaries binaries, RunAs runAs, Password password) throws IOException {
    var fresh = Files.createTempDirectory(folder, INITIALIZING);
    var passwordFile = fresh.resolve("password");
    writePrivate(passwordFile, password);
    runAs.owner().take(passwordFile);
    runAs.owner().take(fresh);
    var data = fresh.resolve("data");
    var answer =
        Command.run(
            runAs.command(
                List.of(
                    binaries.program("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--set=scram_iterations=" + Password.SCRAM_ITERATIONS,
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums",
                    "--no-instructions")),
            fresh,
            INITDB_WITHIN);
    if (!answer.isGood()) {
      Folder.remove(fresh);
      if (Failures.saysDiskFull(answer.output())) {
        throw Failures.diskFull("create the cluster", folder, null);
      }
      throw new EmbeddedPostgresException(
          Code.START_FAILED,
          "Embedded PostgreSQL in %s: initdb could not create the cluster: %s"
              .formatted(folder, answer.output().strip()));
    }
    Files.move(data, path(), StandardCopyOption.ATOMIC_MOVE);
    Folder.sync(folder);
    Folder.remove(fresh);
  }

  private void checkVersion() throws IOException {
    var file = path().resolve("PG_VERSION");
    var version = Files.exists(file) ? Files.readString(file).strip() : "unknown";
    if (!version.equals(Binaries.MAJOR)) {
      throw new EmbeddedPostgresException(
          Code.CLUSTER_VERSION,
          "Embedded PostgreSQL in %s: the cluster was made by version %s, and this Penstock brings version %s, which cannot read it. Start the Penstock that made it, or dump it with that version and restore it here."
              .formatted(path(), version, Binaries.MAJOR));
    }
  }

  private static void writePrivate(Path file, Password password) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap((password.value() + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
  }
}
