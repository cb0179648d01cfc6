package dev.penstock.testkit.world;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.ChangeId;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.testkit.world.SimulatedRequests.Reaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The business tool of a story: answers as it is told, and remembers all that it was sent. */
public final class StoryTool {
  private final SettableClock clock;
  private final Timeline timeline;
  private final Deque<Reply> script = new ArrayDeque<>();
  private Reply otherwise = Reply.accept();
  private List<Sent> received = new ArrayList<>();
  private final Map<String, String> held = new TreeMap<>();
  private final Map<String, KeyHash> keys = new HashMap<>();
  private int requests;

  StoryTool(SettableClock clock, Timeline timeline) {
    this.clock = clock;
    this.timeline = timeline;
  }

  /**
   * A record in a request, whatever became of it.
   *
   * @param request the number of the request, from 1
   */
  public record Sent(
      int request, Kind kind, String id, String payload, ChangeId change, Instant at) {}

  /** What the next requests meet, one after the other. */
  public void willAnswer(Reply... replies) {
    script.addAll(List.of(replies));
  }

  /** What every request meets that the script does not reach. */
  public void answersOtherwise(Reply reply) {
    otherwise = reply;
  }

  /** All records that were sent, in order. */
  public List<Sent> received() {
    return received;
  }

  /** The ids of all records that were sent, in order. */
  public List<String> receivedIds() {
    return received.stream().map(Sent::id).toList();
  }

  /** Forgets what was sent, not what it holds. */
  public void forgetReceived() {
    received = new ArrayList<>();
    requests = 0;
  }

  /** How many requests came. */
  public int requests() {
    return requests;
  }

  /** What it holds, by id. */
  public Map<String, String> held() {
    return held;
  }

  KeyHash key(String id) {
    return Optional.ofNullable(keys.get(id)).orElseThrow();
  }

  Reaction react(Batch batch) {
    requests++;
    for (int i = 0; i < batch.size(); i++) {
      String id = id(batch, i);
      keys.put(id, batch.records().get(i).key());
      received.add(
          new Sent(
              requests,
              batch.kind(),
              id,
              text(batch, i),
              batch.records().get(i).change(),
              clock.instant()));
    }
    Reply reply = Optional.ofNullable(script.poll()).orElse(otherwise);
    return reply.to(this, batch).reaction();
  }

  void later(Duration delay, Runnable what) {
    timeline.in(delay, what);
  }

  List<Outcome> store(Batch batch, int count, Outcome outcome) {
    for (int i = 0; i < count; i++) {
      store(batch, i);
    }
    return Outcome.all(batch, outcome);
  }

  void store(Batch batch, int index) {
    if (batch.kind() == Kind.DELETED) {
      held.remove(id(batch, index));
    } else {
      held.put(id(batch, index), text(batch, index));
    }
  }

  static String id(Batch batch, int index) {
    if (JsonReader.read(text(batch, index)) instanceof Json.Obj(var members)) {
      return switch (members.getOrDefault("id", new Json.Null())) {
        case Json.Text(String text) -> text;
        case Json.Num number -> number.text();
        case Json other -> throw new AssertionError("a record without its id was sent: " + other);
      };
    }
    throw new AssertionError("a payload that is no object was sent");
  }

  private static String text(Batch batch, int index) {
    return new String(batch.payload(index), StandardCharsets.UTF_8);
  }
}
