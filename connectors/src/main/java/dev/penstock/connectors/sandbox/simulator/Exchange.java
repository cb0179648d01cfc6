package dev.penstock.connectors.sandbox.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Answers the requests of one connection, one after the other. One thread only. */
final class Exchange {
  private static final int PAGE_MAX = 1000;

  private final Destination destination;
  private final ReplyWriter writer;
  private final ArrivalReader reader;
  private final Controls controls;
  private final RecordCounter counter;
  private final ByteSink results = new ByteSink(8 * 1024);

  Exchange(Destination destination, ReplyWriter writer) {
    this.destination = destination;
    this.writer = writer;
    reader = new ArrivalReader(destination.keyFields());
    controls = new Controls(destination);
    counter = new RecordCounter(reader);
  }

  /** Handles one request; whether the connection may go on. */
  boolean handle(Request request) throws IOException {
    if (request.route instanceof Route.Control control) {
      return send(request, controls.answer(request, control), Wire.Plain.INSTANCE);
    }
    int concurrency = destination.working().incrementAndGet();
    try {
      destination.world().tallies.bytes.add(request.bodyLength);
      Optional<String> allowed = allowed(request);
      if (allowed.isPresent()) {
        var reply = Reply.error(405, "method", "The method has no meaning here.");
        return answer(request, reply.withHeader("Allow", allowed), Wire.Plain.INSTANCE);
      }
      if (isOnlyCounted(request)) {
        count(request, (Route.Webhook) request.route);
        return answer(request, Reply.OK, Wire.Plain.INSTANCE);
      }
      return take(request, concurrency);
    } catch (RefusedRequest refused) {
      var reply = Reply.error(refused.status(), refused.code(), refused.reason());
      return answer(request, reply, Wire.Plain.INSTANCE);
    } finally {
      destination.working().decrementAndGet();
    }
  }

  /** The methods that the route takes, when the request's is none of them. */
  private static Optional<String> allowed(Request request) {
    String methods =
        switch (request.route) {
          case Route.Batch b -> "POST, PUT";
          case Route.Item i -> "GET, HEAD, PUT, DELETE";
          case Route.Listing l -> "GET, HEAD";
          case Route.Objects o -> "GET, HEAD";
          case Route.Webhook w -> "POST, PUT, PATCH, DELETE";
          case Route.Token t -> "POST";
          case Route.Control c -> request.method;
          case Route.Unknown u -> request.method;
        };
    for (String method : methods.split(", ", -1)) {
      if (method.equals(request.method)) {
        return Optional.empty();
      }
    }
    return Optional.of(methods);
  }

  /** Whether nobody will ask for the request's records: the fast way of benchmarks. */
  private boolean isOnlyCounted(Request request) {
    World world = destination.world();
    return request.route instanceof Route.Webhook
        && world.mode() != OracleMode.FULL
        && request.bodyLength > 0
        && destination.faults().none()
        && (world.level() != Level.A || request.requestKey().isEmpty());
  }

  private void count(Request request, Route.Webhook hook) throws RefusedRequest {
    World world = destination.world();
    if (world.mode() == OracleMode.OFF) {
      world.tallies.records.add(reader.walk(request, (from, to) -> {}));
      return;
    }
    counter.clear();
    int records = reader.walk(request, (from, to) -> counter.add(request, hook, from, to));
    counter.report(world, records);
  }

  private boolean take(Request request, int concurrency) throws IOException, RefusedRequest {
    List<Arrival> arrivals = reader.read(request);
    long number = destination.requests().incrementAndGet();
    Course course = Course.NORMAL;
    if (!destination.faults().none()) {
      course = destination.faults().decide(offer(request, arrivals, concurrency));
      if (!course.before().isZero() && !destination.pauses().pause(course.before())) {
        return false;
      }
    }
    Reply reply =
        arrivals.isEmpty() && !(request.route instanceof Route.Batch)
            ? read(request, course)
            : written(request, arrivals, course, number);
    for (var header : course.headers().entrySet()) {
      reply = reply.withHeader(header.getKey(), header.getValue());
    }
    return answer(request, reply, course.wire());
  }

  private Offer offer(Request request, List<Arrival> arrivals, int concurrency) {
    int question = request.target.indexOf('?');
    return new Offer(
        request.method,
        question < 0 ? request.target : request.target.substring(0, question),
        request.authorization,
        request.route,
        request.bodyLength,
        arrivals,
        concurrency,
        destination.faults().sinceInstalled());
  }

  private Reply written(Request request, List<Arrival> arrivals, Course course, long number) {
    World world = destination.world();
    Visit visit = visit(request, number);
    boolean withheld = course.wire().withholdsAnswer();
    var verdicts =
        world.process(
            visit, arrivals, course, seen -> withheld ? 0 : status(request.route, course, seen));
    if (course.application() == Application.LATE) {
      destination.applyLater(
          visit, arrivals.stream().map(Arrival::kept).toList(), course.lateAfter());
    }
    int status = status(request.route, course, verdicts);
    if (course.reply().isPresent()) {
      return course.reply().get();
    }
    return switch (request.route) {
      case Route.Item item when status == 200 ->
          Reply.json(200, new ByteSink(64).ascii("{\"id\":").quoted(item.id()).one('}').copy());
      case Route.Item item -> Reply.error(verdicts.getFirst().error());
      case Route.Webhook hook when status == 200 -> Reply.OK;
      case Route.Webhook hook when status == 507 -> Reply.error(RecordError.of("store_full"));
      default -> Reply.json(status, results(arrivals, verdicts, course.list()));
    };
  }

  private static Visit visit(Request request, long number) {
    return switch (request.route) {
      case Route.Batch batch -> visit(request, number, batch.object(), false);
      case Route.Item item -> visit(request, number, item.object(), false);
      case Route.Webhook hook -> visit(request, number, hook.object(), true);
      default -> throw new IllegalStateException("nothing is written there");
    };
  }

  private static Visit visit(Request request, long number, String object, boolean webhook) {
    return new Visit(
        request.connection,
        number,
        request.method,
        request.target,
        object,
        webhook,
        request.arrivedNanos);
  }

  private static int status(Route route, Course course, List<Verdict> verdicts) {
    if (course.reply().isPresent()) {
      return course.reply().get().status();
    }
    return switch (route) {
      case Route.Item item -> verdicts.getFirst().error().status();
      case Route.Webhook hook -> {
        boolean full = verdicts.stream().anyMatch(each -> each.error().status() == 507);
        yield full ? 507 : course.errors().isEmpty() ? 200 : 207;
      }
      default -> 200;
    };
  }

  private byte[] results(List<Arrival> arrivals, List<Verdict> verdicts, ResultList list) {
    results.clear();
    results.ascii("{\"results\":[");
    int place = 0;
    for (int i : list.of(verdicts.size())) {
      RecordError error = verdicts.get(i).error();
      String id = list.id(place, verdicts.size(), arrivals.get(i).key());
      results.ascii(place == 0 ? "{\"id\":" : ",{\"id\":").quoted(id);
      place++;
      if (error.isNone()) {
        results.ascii(",\"status\":\"ok\"}");
        continue;
      }
      results.ascii(",\"status\":\"error\",\"code\":").quoted(error.code());
      results.ascii(",\"message\":").quoted(error.message());
      if (!error.field().isEmpty()) {
        results.ascii(",\"field\":").quoted(error.field());
      }
      results.one('}');
    }
    return results.ascii("]}").copy();
  }

  private Reply read(Request request, Course course) {
    if (course.reply().isPresent()) {
      return course.reply().get();
    }
    return switch (request.route) {
      case Route.Item item ->
          destination
              .world()
              .record(item.object(), item.id())
              .map(record -> Reply.json(200, Pages.record(record)))
              .orElseGet(() -> Reply.error(RecordError.of("not_found")));
      case Route.Listing listing -> listing(listing);
      case Route.Objects all -> Reply.json(200, Pages.sizes(destination.world().sizes()));
      case Route.Token token -> destination.tokens().issue();
      case Route.Webhook emptyList -> Reply.OK;
      case Route.Batch b -> Reply.OK;
      case Route.Control c -> Reply.OK;
      case Route.Unknown u -> Reply.error(404, "unknown_path", "Nothing is here.");
    };
  }

  private Reply listing(Route.Listing listing) {
    int limit = Pages.number(listing.query(), "limit", 100, PAGE_MAX);
    String after = listing.query().getOrDefault("after", "");
    var records = destination.world().list(listing.object(), after, limit);
    return Reply.json(200, Pages.listing(records, limit));
  }

  private boolean answer(Request request, Reply reply, Wire wire) throws IOException {
    destination.world().tallies.answered(wire.withholdsAnswer() ? 0 : reply.status());
    return send(request, reply, wire);
  }

  private boolean send(Request request, Reply reply, Wire wire) throws IOException {
    return writer.send(reply, wire, request.keepAlive, !request.method.equals("HEAD"));
  }
}
