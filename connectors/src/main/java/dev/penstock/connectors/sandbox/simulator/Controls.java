package dev.penstock.connectors.sandbox.simulator;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The endpoints under {@code /_sim}, which faults never touch and counts never include. */
final class Controls {
  /** Lines per answer; the reader goes on from the last number. */
  private static final int LOG_PAGE_MAX = 50_000;

  private final Destination destination;

  Controls(Destination destination) {
    this.destination = destination;
  }

  Reply answer(Request request, Route.Control control) {
    boolean reads = request.method.equals("GET");
    boolean writes = request.method.equals("PUT") || request.method.equals("POST");
    return switch (control.name()) {
      case "health" -> reads ? health() : wrongMethod("GET");
      case "log" -> reads ? log(control) : wrongMethod("GET");
      case "counts" ->
          reads
              ? Reply.json(200, Pages.counts(destination.world().tallies.snapshot()))
              : wrongMethod("GET");
      case "faults" -> writes ? faults(request) : wrongMethod("PUT");
      case "reset" -> writes ? reset() : wrongMethod("POST");
      case "refresh" -> writes ? reconnect() : wrongMethod("POST");
      default -> Reply.error(404, "unknown_path", "No such control.");
    };
  }

  private static Reply wrongMethod(String right) {
    return Reply.error(405, "method", "This control takes " + right + ".")
        .withHeader("Allow", right);
  }

  private Reply health() {
    World world = destination.world();
    var body = new ByteSink(64).ascii("{\"status\":\"up\",\"level\":").quoted(world.level().name());
    return Reply.json(200, body.ascii(",\"oracle\":").quoted(world.mode().name()).one('}').copy());
  }

  private Reply log(Route.Control control) {
    int from = Pages.number(control.query(), "from", 1, Integer.MAX_VALUE);
    int limit = Pages.number(control.query(), "limit", LOG_PAGE_MAX, LOG_PAGE_MAX);
    byte[] lines = Pages.log(destination.world().entriesFrom(from, limit));
    return Reply.json(200, lines).withHeader("Content-Type", "application/x-ndjson");
  }

  private Reply faults(Request request) {
    try {
      byte[] body = Arrays.copyOf(request.body, request.bodyLength);
      destination.faults().install(FaultScript.parse(JsonMapper.shared().readTree(body)));
      return Reply.OK;
    } catch (FaultScriptException wrong) {
      return Reply.error(422, "simulator.faults", String.join(" ", wrong.problems()));
    } catch (JacksonException broken) {
      return Reply.error(400, "bad_json", "The fault script is not JSON.");
    }
  }

  private Reply reset() {
    destination.reset();
    return Reply.OK;
  }

  private Reply reconnect() {
    destination.tokens().reconnect();
    return Reply.OK;
  }
}
