package dev.penstock.server.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A new file that only its owner reads: it holds row values. */
final class PrivateFile {
  private PrivateFile() {}

  static Path create(Path file) throws IOException {
    try {
      return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? Files.createFile(
              file,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
          : Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("There is a file " + file + " already.", "Choose another name.");
    } catch (NoSuchFileException e) {
      throw new UsageException("There is no folder for " + file + ".", "Make it first.");
    }
  }
}
