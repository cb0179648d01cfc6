package dev.penstock.server.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.History.LetterGroup;
import dev.penstock.server.LetterComparison;
import dev.penstock.server.LetterComparison.RowNow;
import dev.penstock.server.Rehearsal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters in JSON. The member names are a contract with scripts. */
final class LetterShapes {
  private LetterShapes() {}

  /** The list. */
  record ListShape(@JsonProperty("format_version") int formatVersion, List<LetterShape> letters) {}

  /** The groups. */
  record GroupsShape(@JsonProperty("format_version") int formatVersion, List<GroupShape> groups) {}

  /** Letters with one cause. */
  record GroupShape(
      String print, long letters, String firstSeen, String lastSeen, FailureShape failure) {
    static GroupShape of(LetterGroup group) {
      Letter example = group.example();
      return new GroupShape(
          group.print(),
          group.letters(),
          group.firstSeen().toString(),
          example.lastSeen().toString(),
          FailureShape.of(example.failure()));
    }
  }

  /** What the destination said. */
  record FailureShape(
      String code, String scope, Optional<Integer> status, String theirs, Optional<String> field) {
    static FailureShape of(Failure failure) {
      return new FailureShape(
          failure.code().name(),
          Texts.word(failure.scope()),
          Optional.of(failure.status()).filter(status -> status != 0),
          failure.theirs(),
          failure.field());
    }
  }

  /** A dead letter. */
  record LetterShape(
      @JsonProperty("format_version") int formatVersion,
      String id,
      String sync,
      String run,
      String key,
      String kind,
      String change,
      String state,
      Optional<String> reason,
      int attempts,
      String firstSeen,
      String lastSeen,
      Optional<String> nextRetry,
      FailureShape failure,
      String print,
      Optional<String> requestId,
      String payload,
      Optional<NowShape> now) {
    static LetterShape of(Letter letter) {
      return of(letter, Optional.empty());
    }

    static LetterShape of(LetterComparison comparison) {
      return of(comparison.letter(), Optional.of(NowShape.of(comparison.now())));
    }

    private static LetterShape of(Letter letter, Optional<NowShape> now) {
      return new LetterShape(
          JsonOutput.FORMAT_VERSION,
          letter.id(),
          letter.sync(),
          letter.run(),
          letter.key(),
          Texts.word(letter.kind()),
          letter.change(),
          letter.state(),
          Optional.of(letter.reason()).filter(text -> !text.isEmpty()),
          letter.attempts(),
          letter.firstSeen().toString(),
          letter.lastSeen().toString(),
          letter.nextRetry().map(Instant::toString),
          FailureShape.of(letter.failure()),
          letter.print(),
          Optional.of(letter.requestId()).filter(text -> !text.isEmpty()),
          letter.payload(),
          now);
    }
  }

  /** The row as it is now. */
  record NowShape(
      String found,
      Optional<String> row,
      Optional<String> payload,
      Optional<List<String>> differences,
      Optional<String> why) {
    static NowShape of(RowNow now) {
      return switch (now) {
        case RowNow.Found(var row, var payload, var differences) ->
            new NowShape(
                "yes",
                Optional.of(row),
                Optional.of(payload),
                Optional.of(differences),
                Optional.empty());
        case RowNow.Unmappable(var row, var why) ->
            new NowShape(
                "unmappable",
                Optional.of(row),
                Optional.empty(),
                Optional.empty(),
                Optional.of(why));
        case RowNow.Gone() -> bare("gone", Optional.empty());
        case RowNow.Unknown(var why) -> bare("unknown", Optional.of(why));
      };
    }

    private static NowShape bare(String found, Optional<String> why) {
      return new NowShape(found, Optional.empty(), Optional.empty(), Optional.empty(), why);
    }
  }

  /** What a decision did. */
  record DecidedShape(
      @JsonProperty("format_version") int formatVersion, List<String> letters, int unchanged) {}

  /** What a reprocess would do. */
  record RehearsalShape(
      @JsonProperty("format_version") int formatVersion,
      String sync,
      int passing,
      int unchanged,
      int gone,
      int unfindable,
      Map<String, Integer> unmappable) {
    static RehearsalShape of(String sync, Rehearsal rehearsal) {
      return new RehearsalShape(
          JsonOutput.FORMAT_VERSION,
          sync,
          rehearsal.passing().size(),
          rehearsal.unchanged().size(),
          rehearsal.gone().size(),
          rehearsal.unfindable().size(),
          rehearsal.unmappable());
    }
  }
}
