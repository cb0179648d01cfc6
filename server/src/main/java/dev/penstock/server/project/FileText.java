package dev.penstock.server.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the text of one file of a project, within bounds and within the project's folder. */
final class FileText {
  /** A configuration file is written by people; more is a mistake, or an attempt to exhaust us. */
  static final int BYTES_MAX = 1_000_000;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path root;
  private final Problems problems;

  /** Reads below a folder whose links are resolved. */
  FileText(Path root, Problems problems) {
    this.root = root;
    this.problems = problems;
  }

  /** The file's text without a byte order mark; empty, with a problem at {@code blame}, if not. */
  Optional<String> read(Path file, Place blame) {
    String name = file.getFileName().toString();
    try {
      if (!file.toRealPath().startsWith(root)) {
        problems.error(
            ProblemCode.PATH_OUTSIDE,
            blame,
            "`" + name + "` is a link that leaves the project folder.",
            "Copy the file into the project.");
        return Optional.empty();
      }
      if (!Files.isRegularFile(file)) {
        problems.error(ProblemCode.FILE_UNREADABLE, blame, "`" + name + "` is not a file.");
        return Optional.empty();
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(BYTES_MAX + 1);
        return bytes.length > BYTES_MAX ? tooLarge(name, blame) : decode(bytes, name, blame);
      }
    } catch (IOException e) {
      problems.error(
          ProblemCode.FILE_UNREADABLE,
          blame,
          "`" + name + "` cannot be read (" + e.getClass().getSimpleName() + ").",
          "Check that it exists and that this user may read it.");
      return Optional.empty();
    }
  }

  private Optional<String> tooLarge(String name, Place blame) {
    problems.error(
        ProblemCode.FILE_TOO_LARGE,
        blame,
        "`" + name + "` is larger than " + BYTES_MAX / 1_000_000 + " MB.",
        "Configuration is small; divide the file, or keep data elsewhere.");
    return Optional.empty();
  }

  private Optional<String> decode(byte[] bytes, String name, Place blame) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
      return Optional.of(marked ? text.substring(1) : text);
    } catch (CharacterCodingException _) {
      problems.error(
          ProblemCode.FILE_ENCODING,
          blame,
          "`" + name + "` is not UTF-8 text.",
          "Save it in the encoding UTF-8.");
      return Optional.empty();
    }
  }
}
