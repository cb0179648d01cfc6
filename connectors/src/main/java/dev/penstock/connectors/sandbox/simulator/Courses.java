package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Says what each fault action means for one request; empty when it has nothing to do. */
final class Courses {
  private static final String LOGIN_PAGE =
      "<!doctype html><html><head><title>Sign in</title></head><body><h1>Please sign in</h1>"
          + "</body></html>";

  private final InstantSource clock;
  private final Tokens tokens;

  Courses(InstantSource clock, Tokens tokens) {
    this.clock = clock;
    this.tokens = tokens;
  }

  Optional<Course> of(FaultAction action, RuleState state, Offer offer) {
    return switch (action) {
      case FaultAction.Answer answer -> refuse(reply(answer));
      case FaultAction.PerRecord each ->
          perRecord(offer, arrival -> named(each, arrival.key()), false);
      case FaultAction.Delay(Duration by) -> course(Course.NORMAL.after(by));
      case FaultAction.Drip(Duration every, int bytes) -> course(new Wire.Drips(every, bytes));
      case FaultAction.ApplyThenDrop drop -> course(Wire.Drop.INSTANCE);
      case FaultAction.DropBeforeApply drop -> withheld(Wire.Drop.INSTANCE, false);
      case FaultAction.LateApply(Duration after) -> course(Course.NORMAL.late(after));
      case FaultAction.DuplicateApply twice -> course(Course.NORMAL.with(Application.TWICE));
      case FaultAction.Reset(boolean applied) -> withheld(Wire.Rst.INSTANCE, applied);
      case FaultAction.HalfClose(boolean applied) -> withheld(Wire.HalfClose.INSTANCE, applied);
      case FaultAction.Redirect(String location, int status) ->
          refuse(Reply.json(status, "{}").withHeader("Location", location));
      case FaultAction.Throttle(RetryAfter after) -> refuse(throttled(after.header(clock)));
      case FaultAction.Quota quota -> quota(quota, state, offer);
      case FaultAction.UnauthorizedUntilRefresh until -> unauthorized(state, offer);
      case FaultAction.ForbiddenField(String field) ->
          perRecord(offer, arrival -> forbidden(arrival, field), true);
      case FaultAction.TooLarge limits -> tooLarge(limits, offer);
      case FaultAction.RejectBatch(Glob key, int status) ->
          offer.hasKeyLike(key)
              ? refuse(Reply.error(status, "batch_rejected", "One of the records is not valid."))
              : Optional.empty();
      case FaultAction.LockError(double p) ->
          perRecord(offer, arrival -> locked(state.chance(p)), true);
      case FaultAction.NewRequiredField(Duration at, String name) ->
          offer.sinceInstalled().compareTo(at) < 0
              ? Optional.empty()
              : perRecord(offer, arrival -> missing(arrival, name), true);
      case FaultAction.TypeChange change ->
          offer.sinceInstalled().compareTo(change.at()) < 0
              ? Optional.empty()
              : perRecord(offer, arrival -> mistyped(arrival, change), true);
      case FaultAction.OkWithErrorBody(String body) -> refuse(Reply.json(200, body));
      case FaultAction.OkHtml html -> refuse(loginPage());
      case FaultAction.TruncatedJson cut -> course(Wire.Truncated.INSTANCE);
      case FaultAction.GzipBomb(int megabytes) -> course(new Wire.Bomb(megabytes));
      case FaultAction.WrongLength(int by) -> course(new Wire.Length(by));
      case FaultAction.WrongResults(ResultList list) ->
          offer.route() instanceof Route.Batch && list.isPossible(offer.arrivals().size())
              ? course(Course.NORMAL.about(list))
              : Optional.empty();
      case FaultAction.Latency latency -> course(Course.NORMAL.after(slowness(latency, offer)));
      case FaultAction.Maintenance(Duration from, Duration to) -> maintenance(from, to, offer);
      case FaultAction.Gone gone -> refuse(Reply.error(410, "gone", "This endpoint is gone."));
    };
  }

  private static Optional<Course> course(Course course) {
    return Optional.of(course);
  }

  private static Optional<Course> course(Wire wire) {
    return Optional.of(Course.NORMAL.with(wire));
  }

  private static Optional<Course> withheld(Wire wire, boolean applied) {
    return course(Course.NORMAL.with(wire).with(applied ? Application.ONCE : Application.NONE));
  }

  private static Optional<Course> refuse(Reply reply) {
    return Optional.of(Course.refusal(reply));
  }

  private Reply reply(FaultAction.Answer answer) {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    Reply reply = Reply.json(answer.status(), body);
    for (var header : answer.headers().entrySet()) {
      reply = reply.withHeader(header.getKey(), header.getValue());
    }
    return reply.withHeader("Retry-After", answer.retryAfter().map(after -> after.header(clock)));
  }

  private static Reply throttled(String retryAfter) {
    return Reply.error(429, "rate_limited", "Too many requests.")
        .withHeader("Retry-After", retryAfter);
  }

  private Optional<Course> quota(FaultAction.Quota quota, RuleState state, Offer offer) {
    long amount = quota.countsRecords() ? offer.arrivals().size() : 1;
    long window = quota.per().toNanos();
    long now = offer.sinceInstalled().toNanos();
    long start = now;
    if (quota.daily()) {
      now = Duration.between(Instant.EPOCH, clock.instant()).toNanos();
      start = now - now % window;
    }
    var use = state.use(amount, quota.amount(), window, start, now);
    String seconds = Long.toString(wholeSeconds(Duration.ofNanos(use.endsIn())));
    if (!use.fits()) {
      return course(Course.refusal(throttled(seconds)).saying(allowance(quota, 0, seconds)));
    }
    // Of records nobody says in requests how many are left.
    return quota.countsRecords()
        ? Optional.empty()
        : course(Course.NORMAL.saying(allowance(quota, use.left(), seconds)));
  }

  private static Map<String, String> allowance(FaultAction.Quota quota, long left, String seconds) {
    return Map.of(
        "RateLimit-Limit", Integer.toString(quota.amount()),
        "RateLimit-Remaining", Long.toString(left),
        "RateLimit-Reset", seconds);
  }

  private static long wholeSeconds(Duration time) {
    return time.plusNanos(999_999_999).toSeconds();
  }

  private Optional<Course> unauthorized(RuleState state, Offer offer) {
    boolean free = offer.route() == Route.Token.INSTANCE;
    if (free || tokens.isGood(offer.authorization(), state.mark(tokens))) {
      return Optional.empty();
    }
    return refuse(
        Reply.error(401, "token_expired", "The access token is no longer good.")
            .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\""));
  }

  private static Optional<Course> tooLarge(FaultAction.TooLarge limits, Offer offer) {
    if (offer.bytes() <= limits.bytes() && offer.arrivals().size() <= limits.records()) {
      return Optional.empty();
    }
    return refuse(Reply.error(413, "too_large", "The request is larger than allowed."));
  }

  private static Duration slowness(FaultAction.Latency latency, Offer offer) {
    int beyond = Math.max(0, offer.concurrency() - latency.knee());
    return latency.base().plus(latency.slope().multipliedBy(beyond));
  }

  private static Optional<Course> maintenance(Duration from, Duration to, Offer offer) {
    Duration now = offer.sinceInstalled();
    if (now.compareTo(from) < 0 || now.compareTo(to) >= 0) {
      return Optional.empty();
    }
    long seconds = wholeSeconds(to.minus(now));
    return refuse(
        Reply.error(503, "maintenance", "Maintenance is under way.")
            .withHeader("Retry-After", Long.toString(seconds)));
  }

  private static Reply loginPage() {
    byte[] page = LOGIN_PAGE.getBytes(StandardCharsets.US_ASCII);
    return new Reply(200, Map.of("Content-Type", "text/html; charset=utf-8"), page);
  }

  /**
   * Refuses single records. Where an answer has no room for several outcomes, an {@code atomic}
   * refusal is of the whole request.
   */
  private static Optional<Course> perRecord(
      Offer offer, Function<Arrival, RecordError> check, boolean atomic) {
    var errors = new HashMap<Integer, RecordError>();
    for (int i = 0; i < offer.arrivals().size(); i++) {
      RecordError error = check.apply(offer.arrivals().get(i));
      if (!error.isNone()) {
        errors.put(i, error);
      }
    }
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    if (atomic && !(offer.route() instanceof Route.Batch)) {
      return refuse(Reply.error(errors.values().iterator().next()));
    }
    return course(Course.NORMAL.refusing(errors));
  }

  private static RecordError named(FaultAction.PerRecord answers, String key) {
    for (FaultAction.RecordAnswer each : answers.answers()) {
      if (each.key().matches(key)) {
        return new RecordError(each.status(), each.code(), each.message(), each.field());
      }
    }
    return RecordError.NONE;
  }

  private static RecordError forbidden(Arrival arrival, String field) {
    return arrival.payload().hasMember(field)
        ? new RecordError(403, "forbidden_field", "This field may not be written.", field)
        : RecordError.NONE;
  }

  private static RecordError locked(boolean isLocked) {
    return isLocked
        ? new RecordError(409, "locked", "The record is being changed by somebody else.", "")
        : RecordError.NONE;
  }

  private static RecordError mistyped(Arrival arrival, FaultAction.TypeChange change) {
    byte first = arrival.payload().first(change.field());
    return first == 0 || change.type().takes(first)
        ? RecordError.NONE
        : new RecordError(
            422,
            "invalid_type",
            "The field takes " + change.type().word() + " now.",
            change.field());
  }

  private static RecordError missing(Arrival arrival, String name) {
    boolean needs = arrival.op() == Arrival.Op.UPSERT && !arrival.payload().hasMember(name);
    return needs
        ? new RecordError(422, "missing_required", "A required field is missing.", name)
        : RecordError.NONE;
  }
}
