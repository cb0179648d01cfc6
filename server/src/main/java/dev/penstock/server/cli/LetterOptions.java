package dev.penstock.server.cli;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.LetterFilter;
import dev.penstock.server.project.Quantities;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which dead letters are meant, the same for every command about them. */
final class LetterOptions {
  @Option(names = "--sync", paramLabel = "SYNC", description = "Only letters of this sync.")
  Optional<String> sync = Optional.empty();

  @Option(
      names = "--code",
      paramLabel = "CODE",
      split = ",",
      description = "Only failures with one of these codes, for example DUPLICATE,FIELD_INVALID.")
  String[] codes = {};

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Last seen since: 2h, 7d, 2026-11-26 or 2026-11-26T08:00:00Z.")
  Optional<String> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "Last seen before.")
  Optional<String> until = Optional.empty();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only answers with this HTTP status.")
  Optional<Integer> status = Optional.empty();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Only this key; * stands for anything.")
  Optional<String> key = Optional.empty();

  @Option(
      names = "--print",
      paramLabel = "PRINT",
      description = "Only failures with this fingerprint, see dlq list --group.")
  Optional<String> print = Optional.empty();

  @Option(
      names = "--state",
      paramLabel = "open|waiting|discarded|all",
      description = "What became of them so far (default: open).")
  Optional<LetterFilter.State> state = Optional.empty();

  /** Whether anything was said about which. */
  boolean any() {
    return sync.isPresent()
        || codes.length > 0
        || since.isPresent()
        || until.isPresent()
        || status.isPresent()
        || key.isPresent()
        || print.isPresent();
  }

  LetterFilter filter(LetterFilter.State usual, Instant now) {
    return new LetterFilter(
        state.orElse(usual),
        sync,
        codes(),
        since.map(text -> time("--since", text, now)),
        until.map(text -> time("--until", text, now)),
        status.map(OptionalInt::of).orElse(OptionalInt.empty()),
        key,
        print);
  }

  private Set<ErrorCode> codes() {
    return Arrays.stream(codes).map(LetterOptions::code).collect(Collectors.toSet());
  }

  private static ErrorCode code(String text) {
    String wanted = text.strip().toUpperCase(Locale.ROOT);
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "No error code is called `" + text + "`.",
                    "docs/errors.md lists them; penstock dlq list --group shows those there are."));
  }

  private static Instant time(String option, String text, Instant now) {
    var ago = Quantities.duration(text);
    if (ago.isPresent()) {
      return now.minus(ago.get());
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          "`" + text + "` is no time for " + option + ".",
          "Write for example 2h, 7d, 2026-11-26 or 2026-11-26T08:00:00Z.");
    }
  }
}
