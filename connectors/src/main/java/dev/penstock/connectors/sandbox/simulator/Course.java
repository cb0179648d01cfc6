package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What one request will meet, decided before anything is applied.
 *
 * @param fault the name of the action, for the oracle; empty for none
 * @param before how long to wait first
 * @param errors refusals by position of the record
 * @param lateAfter when {@link Application#LATE} applies
 * @param reply the answer, where it is not the normal one
 * @param list the records that the answer speaks of, where it speaks of single ones
 * @param headers what every answer carries besides
 */
record Course(
    String fault,
    Duration before,
    Application application,
    Map<Integer, RecordError> errors,
    Duration lateAfter,
    Optional<Reply> reply,
    Wire wire,
    ResultList list,
    Map<String, String> headers) {

  static final Course NORMAL =
      new Course(
          "",
          Duration.ZERO,
          Application.ONCE,
          Map.of(),
          Duration.ZERO,
          Optional.empty(),
          Wire.Plain.INSTANCE,
          ResultList.RIGHT,
          Map.of());

  /** Nothing is applied; this is the answer. */
  static Course refusal(Reply reply) {
    return NORMAL.with(Application.NONE).with(reply);
  }

  Course named(String name) {
    return new Course(name, before, application, errors, lateAfter, reply, wire, list, headers);
  }

  Course with(Application other) {
    return new Course(fault, before, other, errors, lateAfter, reply, wire, list, headers);
  }

  Course with(Reply other) {
    return new Course(
        fault, before, application, errors, lateAfter, Optional.of(other), wire, list, headers);
  }

  Course with(Wire other) {
    return new Course(fault, before, application, errors, lateAfter, reply, other, list, headers);
  }

  Course refusing(Map<Integer, RecordError> refused) {
    return new Course(fault, before, application, refused, lateAfter, reply, wire, list, headers);
  }

  Course after(Duration wait) {
    return new Course(
        fault, before.plus(wait), application, errors, lateAfter, reply, wire, list, headers);
  }

  Course late(Duration after) {
    return new Course(
        fault, before, Application.LATE, errors, after, reply, Wire.Drop.INSTANCE, list, headers);
  }

  Course about(ResultList others) {
    return new Course(fault, before, application, errors, lateAfter, reply, wire, others, headers);
  }

  Course saying(Map<String, String> besides) {
    return new Course(fault, before, application, errors, lateAfter, reply, wire, list, besides);
  }

  /** Whether it says something and does nothing, so that later rules are asked too. */
  boolean onlySays() {
    return !headers.isEmpty() && equals(NORMAL.saying(headers));
  }
}
