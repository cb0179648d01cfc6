package dev.penstock.storage.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells about processes and about where we are. Source: proc(5). */
final class Proc {
  private static final Path ROOT = Path.of("/proc");

  private Proc() {}

  /** Our effective user. */
  static int user() throws IOException {
    for (var line : Files.readAllLines(ROOT.resolve("self/status"))) {
      if (line.startsWith("Uid:")) {
        return Integer.parseInt(line.split("\\s+", -1)[2]);
      }
    }
    throw new IOException("/proc/self/status has no Uid line");
  }

  /** Whether a process exists and is more than a zombie that nobody has collected. */
  static boolean isAlive(long pid) {
    try {
      var stat = Files.readString(folder(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
      // The state follows the name, which is in parentheses and may contain any character.
      var afterName = stat.substring(stat.lastIndexOf(')') + 1).strip();
      return !afterName.startsWith("Z") && !afterName.startsWith("X");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Whether the process is the PostgreSQL server of this cluster. Its working folder proves it, for
   * a server stays in its data folder, also when that was moved; where we may not look at that (a
   * container without the right to trace), the command line has to do.
   */
  static boolean isServerOf(long pid, Path cluster) {
    if (!isAlive(pid)) {
      return false;
    }
    try {
      var words = commandLine(pid);
      if (words.isEmpty() || !Path.of(words.getFirst()).endsWith("postgres")) {
        return false;
      }
      if (isIn(pid, cluster)) {
        return true;
      }
      return !mayLookAt(pid)
          && words.contains(cluster.toString())
          && Owner.of(folder(pid)).user() == Owner.of(cluster).user();
    } catch (IOException e) {
      return false;
    }
  }

  /** PostgreSQL processes that live in the cluster: what a killed server has left behind. */
  static List<Long> livingIn(Path cluster) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> isIn(pid, cluster) && isPostgres(pid) && isAlive(pid))
        .toList();
  }

  /** A person's shell may stand in the cluster too and is none of our business. */
  private static boolean isPostgres(long pid) {
    try {
      return Files.readString(folder(pid).resolve("comm")).strip().equals("postgres");
    } catch (IOException e) {
      return false;
    }
  }

  /** Names this boot and these namespaces: only within them a pid and a port mean the same. */
  static String place() throws IOException {
    return Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).strip()
        + " "
        + Files.readSymbolicLink(ROOT.resolve("self/ns/pid"))
        + " "
        + Files.readSymbolicLink(ROOT.resolve("self/ns/net"));
  }

  private static boolean isIn(long pid, Path cluster) {
    try {
      return Files.isSameFile(folder(pid).resolve("cwd"), cluster);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean mayLookAt(long pid) {
    try {
      return Files.readSymbolicLink(folder(pid).resolve("cwd")).isAbsolute();
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> commandLine(long pid) throws IOException {
    var text = Files.readString(folder(pid).resolve("cmdline"), StandardCharsets.ISO_8859_1);
    return List.of(text.split("\0", -1));
  }

  private static Path folder(long pid) {
    return ROOT.resolve(Long.toString(pid));
  }
}
