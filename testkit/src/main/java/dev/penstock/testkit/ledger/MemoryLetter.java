package dev.penstock.testkit.ledger;

import dev.penstock.engine.error.ErrorPrint;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.run.DeadLetter;
import dev.penstock.engine.run.History;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.LetterSchedule.Tries;
import dev.penstock.engine.run.ParkedLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** A dead letter in memory. Immutable. */
record MemoryLetter(
    String id,
    DeadLetter record,
    String run,
    Tries tries,
    Instant firstSeen,
    Instant lastSeen,
    String status,
    boolean forever,
    String reason) {
  static final String OPEN = "open";
  static final String DISCARDED = "discarded";

  static MemoryLetter first(
      String id, DeadLetter record, String run, Instant now, LetterSchedule schedule) {
    Tries tries = schedule.first(now, record.sent());
    return new MemoryLetter(id, record, run, held(record, tries), now, now, OPEN, false, "");
  }

  MemoryLetter again(DeadLetter latest, String latestRun, Instant now, LetterSchedule schedule) {
    boolean same = record.kind() == latest.kind() && record.target().equals(latest.target());
    Tries next =
        same
            ? schedule.again(tries, now, latest.sent())
            : schedule.changed(tries, now, latest.sent());
    String nextStatus = same || forever ? status : OPEN;
    return new MemoryLetter(
        id, latest, latestRun, held(latest, next), firstSeen, now, nextStatus, forever, reason);
  }

  private static Tries held(DeadLetter letter, Tries tries) {
    return letter.isHeldForAPerson() ? tries.waiting() : tries;
  }

  MemoryLetter closed(String newStatus) {
    return new MemoryLetter(
        id, record, run, tries.waiting(), firstSeen, lastSeen, newStatus, forever, reason);
  }

  MemoryLetter discarded(boolean discardForever, String why) {
    return new MemoryLetter(
        id, record, run, tries.waiting(), firstSeen, lastSeen, DISCARDED, discardForever, why);
  }

  MemoryLetter restored(Instant due) {
    Tries again =
        new Tries(
            tries.sent(), tries.counted(), tries.countedAt(), tries.expires(), Optional.of(due));
    return new MemoryLetter(id, record, run, again, firstSeen, lastSeen, OPEN, false, "");
  }

  boolean isOpen() {
    return status.equals(OPEN);
  }

  boolean isLive() {
    return isOpen() || status.equals(DISCARDED);
  }

  String key() {
    return storable(record.keyText());
  }

  ParkedLetter parked() {
    return new ParkedLetter(
        record.key(),
        new RowKey(record.row().values().stream().map(MemoryLetter::storable).toList()),
        record.kind(),
        record.target(),
        isOpen() ? tries.nextRetry().orElse(Instant.MAX) : Instant.MAX,
        status.equals(DISCARDED),
        forever,
        record.origin());
  }

  History.Letter shown(String sync) {
    Failure failure = record.failure();
    return new History.Letter(
        id,
        sync,
        run,
        key(),
        new RowKey(record.row().values().stream().map(MemoryLetter::storable).toList()),
        record.kind(),
        record.change(),
        new String(record.payload(), StandardCharsets.UTF_8),
        new Failure(
            failure.code(),
            failure.scope(),
            failure.status(),
            storable(failure.theirs()),
            failure.field().map(MemoryLetter::storable),
            Optional.empty()),
        ErrorPrint.of(failure),
        record.requestId(),
        tries.sent(),
        firstSeen,
        lastSeen,
        tries.nextRetry(),
        status,
        reason);
  }

  /** A database's text holds no NUL; people see its picture. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\u2400');
  }
}
