package dev.penstock.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The working copy this test runs in: its files, without build output and editor folders. */
record Repository(Path root) {
  private static final Set<String> NOT_OURS =
      Set.of(
          "target",
          ".git",
          ".penstock",
          ".idea",
          ".vscode",
          ".mvn",
          "penstock-data",
          "node_modules");

  /** Finds the root from the module folder that Maven starts the tests in. */
  static Repository here() {
    var folder = Path.of("").toAbsolutePath();
    for (var at = folder; at != null; at = at.getParent()) {
      if (Files.isRegularFile(at.resolve("engine/pom.xml"))) {
        return new Repository(at);
      }
    }
    throw new IllegalStateException(
        "No folder above " + folder + " holds engine/pom.xml; start the tests inside the project.");
  }

  /** All files whose name ends with one of the endings, sorted, as absolute paths. */
  List<Path> files(String... endings) {
    var found = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return isOurs(folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (attributes.isRegularFile() && isOurs(file) && hasEnding(file, endings)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  /** A path as a reader types it: relative to the root, with forward slashes. */
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + " as UTF-8 text", e);
    }
  }

  // In a linked working copy .git is a file, so files are asked too.
  private static boolean isOurs(Path path) {
    return !NOT_OURS.contains(String.valueOf(path.getFileName()));
  }

  private static boolean hasEnding(Path file, String... endings) {
    var name = String.valueOf(file.getFileName());
    for (var ending : endings) {
      if (name.endsWith(ending)) {
        return true;
      }
    }
    return endings.length == 0;
  }
}
