package dev.penstock.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terminal, pipe or file that this process was started with. */
public final class SystemTerminal {
  /** What people's terminals and tickets show without wrapping; where a screen does not tell. */
  static final int WIDTH_USUAL = 100;

  /** Narrower ones are no screens but mistakes of whoever set the variable. */
  private static final int WIDTH_MIN = 20;

  private static final int STANDARD_IN = 0;
  private static final int STANDARD_OUT = 1;
  private static final int STANDARD_ERR = 2;

  private SystemTerminal() {}

  /** Text is UTF-8 whatever the locale: JSON has to be, and names come from databases. */
  public static Terminal of(InstantSource clock) {
    boolean plain = isSet("NO_COLOR") || "dumb".equals(System.getenv("TERM"));
    boolean draws = isTerminal(STANDARD_ERR) && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        isTerminal(STANDARD_IN) && isTerminal(STANDARD_ERR),
        draws,
        isTerminal(STANDARD_OUT) ? width(System.getenv("COLUMNS")) : 0,
        isTerminal(STANDARD_OUT) && !plain,
        name -> Optional.ofNullable(System.getenv(name)),
        Path.of("").toAbsolutePath(),
        clock,
        System::nanoTime);
  }

  /** The launcher asks the screen and leaves the answer in COLUMNS. */
  static int width(@Nullable String columns) {
    boolean number = columns != null && columns.matches("[0-9]{1,4}");
    return number ? Math.max(WIDTH_MIN, Integer.parseInt(columns)) : WIDTH_USUAL;
  }

  private static boolean isSet(String name) {
    String value = System.getenv(name);
    return value != null && !value.isEmpty();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    OutputStream stream = new FileOutputStream(descriptor);
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /**
   * Java only tells whether input and output both are terminals. Where /proc exists, what each
   * descriptor leads to says it for one.
   */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (Files.isSymbolicLink(link)) {
      try {
        String target = Files.readSymbolicLink(link).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      } catch (IOException _) {
        return false;
      }
    }
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }
}
