package dev.penstock.connectors.sandbox.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns request bodies into arrivals. One per connection; one thread only. */
final class ArrivalReader {
  private static final byte[] RECORDS = "records".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ID = "id".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OP = "op".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHANGE = "change".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

  private final JsonScanner json = new JsonScanner();
  private final KeyFields keyFields;
  private final int[] partFrom;
  private final int[] partTo;

  ArrivalReader(KeyFields keyFields) {
    this.keyFields = keyFields;
    partFrom = new int[keyFields.count()];
    partTo = new int[keyFields.count()];
  }

  /** Reads the records of a request; none for a request that writes nothing. */
  List<Arrival> read(Request request) throws RefusedRequest {
    boolean reads = request.method.equals("GET") || request.method.equals("HEAD");
    return switch (request.route) {
      case Route.Batch batch when !reads -> batch(request);
      case Route.Item item when !reads -> List.of(item(request, item));
      case Route.Webhook hook when !reads -> webhook(request, hook);
      case Route.Batch b -> List.of();
      case Route.Item i -> List.of();
      case Route.Webhook w -> List.of();
      case Route.Listing l -> List.of();
      case Route.Objects o -> List.of();
      case Route.Token t -> List.of();
      case Route.Control c -> List.of();
      case Route.Unknown u -> List.of();
    };
  }

  private List<Arrival> batch(Request request) throws RefusedRequest {
    int start = json.over(request.body, 0);
    json.finish(json.value(start), request.bodyLength);
    int list = Members.find(json, start, RECORDS);
    if (list < 0 || json.at(list) != '[') {
      throw new RefusedRequest(400, "bad_batch", "The body is not {\"records\": [ ... ]}.");
    }
    var arrivals = new ArrayList<Arrival>();
    int p = json.space(list + 1);
    while (json.at(p) != ']') {
      arrivals.add(batchRecord(request, p));
      p = json.space(json.value(p));
      p = json.at(p) == ',' ? json.space(p + 1) : p;
    }
    return arrivals;
  }

  private Arrival batchRecord(Request request, int from) throws RefusedRequest {
    String id = member(from, ID);
    String op = member(from, OP);
    int data = Members.find(json, from, DATA);
    var payload =
        data < 0 ? Arrival.Payload.NONE : new Arrival.Payload(request.body, data, json.value(data));
    boolean deletes = op.equals("delete");
    String refusal = id.isEmpty() ? "missing_id" : "";
    if (!deletes && !op.isEmpty() && !op.equals("upsert")) {
      refusal = "unknown_op";
    }
    return new Arrival(
        id,
        deletes ? Arrival.Op.DELETE : Arrival.Op.UPSERT,
        member(from, CHANGE),
        member(from, KEY),
        payload,
        refusal);
  }

  private String member(int object, byte[] name) throws RefusedRequest {
    int value = Members.find(json, object, name);
    return value < 0 ? "" : json.textOf(value, json.value(value));
  }

  private Arrival item(Request request, Route.Item item) throws RefusedRequest {
    var payload = Arrival.Payload.NONE;
    if (request.bodyLength > 0) {
      int start = json.over(request.body, 0);
      int end = json.value(start);
      json.finish(end, request.bodyLength);
      payload = new Arrival.Payload(request.body, start, end);
    }
    return new Arrival(item.id(), op(request), request.changes, request.requestKey(), payload, "");
  }

  private List<Arrival> webhook(Request request, Route.Webhook hook) throws RefusedRequest {
    var changes = new Changes(request.changes);
    if (request.bodyLength == 0) {
      return List.of(
          new Arrival(
              hook.lastSegment(),
              op(request),
              changes.next(),
              request.requestKey(),
              Arrival.Payload.NONE,
              ""));
    }
    var arrivals = new ArrayList<Arrival>();
    walk(
        request,
        (from, to) ->
            arrivals.add(
                new Arrival(
                    key(),
                    op(request),
                    changes.next(),
                    request.requestKey(),
                    new Arrival.Payload(request.body, from, to),
                    "")));
    return arrivals;
  }

  /** Walks over the elements of a webhook body; the number of elements. */
  int walk(Request request, Elements elements) throws RefusedRequest {
    int p = json.over(request.body, 0);
    int count = 0;
    if (json.at(p) != '[') {
      int end = element(p);
      elements.element(p, end);
      json.finish(end, request.bodyLength);
      return 1;
    }
    p = json.space(p + 1);
    if (json.at(p) == ']') {
      json.finish(p + 1, request.bodyLength);
      return 0;
    }
    while (true) {
      int end = element(p);
      elements.element(p, end);
      count++;
      p = json.space(end);
      if (json.at(p) == ']') {
        json.finish(p + 1, request.bodyLength);
        return count;
      }
      p = json.comma(p);
    }
  }

  /** Called for each element with its range; {@link #key()} and the key range belong to it. */
  interface Elements {
    void element(int from, int to) throws RefusedRequest;
  }

  /** Passes one element and remembers where its key parts are, in one go. */
  private int element(int from) throws RefusedRequest {
    for (int i = 0; i < partFrom.length; i++) {
      partFrom[i] = -1;
    }
    if (json.at(from) != '{') {
      return json.value(from);
    }
    int p = json.space(from + 1);
    if (json.at(p) == '}') {
      return p + 1;
    }
    while (true) {
      int value = json.name(p);
      int end = json.value(value);
      for (int i = 0; i < partFrom.length; i++) {
        if (json.nameIs(p, keyFields.first(i))) {
          partFrom[i] = value;
          partTo[i] = end;
        }
      }
      p = json.space(end);
      if (json.at(p) == '}') {
        return p + 1;
      }
      p = json.comma(p);
    }
  }

  /** The key of the element just passed; empty when it has none. */
  String key() throws RefusedRequest {
    var parts = new ArrayList<String>(partFrom.length);
    for (int i = 0; i < partFrom.length; i++) {
      parts.add(partFrom[i] < 0 ? "" : keyFields.part(json, i, partFrom[i], partTo[i]));
    }
    return KeyFields.joined(parts);
  }

  /** Whether that key is one member without escapes: its bytes alone tell records apart. */
  boolean isPlainKey() {
    return keyFields.isOneMember()
        && partFrom[0] >= 0
        && json.at(partFrom[0]) != 'n'
        && !json.hasEscape(partFrom[0], partTo[0]);
  }

  /** Where the bytes of a plain key start, quotes included. */
  int keyFrom() {
    return partFrom[0];
  }

  int keyTo() {
    return partTo[0];
  }

  private static Arrival.Op op(Request request) {
    return request.method.equals("DELETE") ? Arrival.Op.DELETE : Arrival.Op.UPSERT;
  }

  /** The comma-separated change ids of a request, one per record in order. */
  private static final class Changes {
    private final String header;
    private int at;

    Changes(String header) {
      this.header = header;
    }

    String next() {
      if (at > header.length() || header.isEmpty()) {
        return "";
      }
      int end = header.indexOf(',', at);
      String change = header.substring(at, end < 0 ? header.length() : end).strip();
      at = end < 0 ? header.length() + 1 : end + 1;
      return change;
    }
  }
}
