package dev.penstock.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A source tree with the real launcher, and a JDK and a Maven that only write down how they were
 * called. Nothing of the machine is used but the usual tools of a shell.
 */
final class PretendedTree {
  private static final List<String> TOOLS =
      List.of(
          "cat",
          "dirname",
          "find",
          "head",
          "mkdir",
          "mktemp",
          "mv",
          "ps",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sh",
          "sleep",
          "touch");

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();

  /** What a launch answered: its exit code, its words on standard output, its sentences. */
  record Launch(int code, List<String> output, String errors) {}

  private PretendedTree(Path root) {
    this.root = root;
  }

  static PretendedTree in(Path folder) throws IOException {
    var tree = new PretendedTree(Files.createDirectories(folder).toRealPath());
    tree.plant();
    return tree;
  }

  Path script() {
    return root.resolve("penstock");
  }

  Path sources() {
    return root.resolve("server/src/main");
  }

  Path jar() {
    return root.resolve("server/target/penstock.jar");
  }

  Path lock() {
    return root.resolve("server/target/penstock.lock");
  }

  int builds() throws IOException {
    return lines("builds");
  }

  int trainings() throws IOException {
    return lines("trainings");
  }

  /** A time relative to when the script was planted. */
  Instant later(Duration by) throws IOException {
    return Files.getLastModifiedTime(script()).toInstant().plus(by);
  }

  Launch launch(String... words) throws IOException, InterruptedException {
    return launch(script(), words);
  }

  Launch launch(Path script, String... words) throws IOException, InterruptedException {
    var errors = Files.createTempFile(root.getParent(), "errors", ".txt");
    var process = builder(script, words).redirectError(errors.toFile()).start();
    try (var output = process.inputReader()) {
      var lines = output.lines().toList();
      return new Launch(process.waitFor(), lines, Files.readString(errors));
    }
  }

  Process start(String... words) throws IOException {
    return builder(script(), words).start();
  }

  void mavenFails() throws IOException {
    program("bin/mvn", "echo 'a compiler error'", "exit 1");
  }

  void hasNoMaven() throws IOException {
    Files.delete(root.resolve("bin/mvn"));
  }

  /**
   * Maven says that it began (through a pipe, so that nobody polls) and ends after leave is given.
   */
  void mavenWaitsForLeave() throws IOException {
    program(
        "bin/mvn",
        "echo build >>'" + root + "/builds'",
        "echo Maven began",
        "until [ -f '" + root + "/leave' ]; do sleep 0.1; done",
        "echo jar >server/target/penstock.jar");
  }

  /** Returns when this start holds the lock and its Maven runs. */
  static void awaitBuild(Process start) throws IOException {
    while (!"Maven began".equals(start.errorReader().readLine())) {
      if (!start.isAlive()) {
        throw new IllegalStateException("The start ended without running Maven");
      }
    }
  }

  void giveLeave() throws IOException {
    Files.writeString(root.resolve("leave"), "");
  }

  void jdkIs(String version) throws IOException {
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  void jvmMakesNoCache() throws IOException {
    program("jdk/bin/java", javaThat(":"));
  }

  void javaOptions(String options) {
    environment.put("PENSTOCK_JAVA_OPTS", options);
  }

  private void plant() throws IOException {
    Files.createDirectories(sources());
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("server/pom.xml"), "");
    Files.writeString(sources().resolve("A.java"), "");
    Files.copy(launcher(), script(), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("jdk/bin"));
    for (var tool : TOOLS) {
      program("bin/" + tool, "exec " + onPath(tool) + " \"$@\"");
    }
    program(
        "bin/mvn",
        "echo build >>'" + root + "/builds'",
        "echo noise on the output",
        "echo jar >server/target/penstock.jar");
    program("jdk/bin/java", javaThat("echo cache >\"${word#*=}\""));
    jdkIs("25.0.3");
    environment.put("PATH", root.resolve("bin").toString());
    environment.put("PENSTOCK_JAVA_HOME", root.resolve("jdk").toString());
  }

  private String[] javaThat(String makesCache) {
    return new String[] {
      "for word; do",
      "  case $word in -XX:AOTCacheOutput=*)",
      "    echo training >>'" + root + "/trainings'",
      "    " + makesCache,
      "    exit 0 ;;",
      "  esac",
      "done",
      "for word; do echo \"$word\"; done"
    };
  }

  private ProcessBuilder builder(Path script, String... words) {
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder;
  }

  private void program(String name, String... lines) throws IOException {
    var file = root.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int lines(String file) throws IOException {
    var path = root.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path).size() : 0;
  }

  private static Path launcher() {
    for (var at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("penstock")) && Files.exists(at.resolve("engine"))) {
        return at.resolve("penstock");
      }
    }
    throw new IllegalStateException("Start the tests inside the project: no launcher above here");
  }

  private static Path onPath(String tool) {
    for (var folder : List.of("/usr/bin", "/bin")) {
      var file = Path.of(folder, tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new IllegalStateException("The launcher needs the tool " + tool + ", which is not here");
  }
}
