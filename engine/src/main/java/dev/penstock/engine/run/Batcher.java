package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Delivery;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.diff.Plan;
import dev.penstock.engine.diff.PlanCursor;
import dev.penstock.engine.diff.PlanOutcomes.Disposition;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.map.FieldMapping;
import dev.penstock.engine.map.Rendering;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import dev.penstock.engine.row.RowView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the plan in order, maps each change and gathers batches: one kind of change in each, as
 * large as the limits allow. A change that cannot be mapped is handed out as a dead letter and
 * needs no request; so is one that may have arrived before a crash and is not to be sent twice.
 * Used by the run's coordinator.
 */
final class Batcher implements AutoCloseable {
  private static final byte[] NO_PAYLOAD = new byte[0];
  private static final Failure INTERRUPTED =
      Failure.of(ErrorCode.AMBIGUOUS, "the process died while the request may have been under way");

  /** So many letters are handed out before more are written: a plan may hold nothing else. */
  private static final int UNMAPPABLE_MAX = 1000;

  private final Plan plan;
  private final Set<KeyHash> probes;
  private PlanCursor cursor;
  private final Rendering rendering;
  private final RowView view;
  private final Origins origins;
  private final OutcomeBits bits;
  private final Tally tally;
  private final InstantSource clock;
  private final int recordsMax;
  private final int bytesMax;
  private final Reopened reopened;
  private final boolean skipDeletes;
  private final boolean holdsAmbiguous;
  private final Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);
  private final Map<Kind, Lane> quietLanes = new EnumMap<>(Kind.class);
  private final Deque<Attempt> complete = new ArrayDeque<>();
  private final List<DeadLetter> unmappable = new ArrayList<>();
  private int number;
  private long mapped;
  private boolean probing;
  private boolean awaitsVerdict;
  private boolean exhausted;

  /**
   * @param recovered what an earlier process left: its batches keep their boundaries
   * @param skipDeletes the plan is too old to delete by; its deletes are left to the next run
   * @param probes keys that go out before all others and are judged first
   */
  Batcher(
      CourierContext context,
      Plan plan,
      Recovered recovered,
      boolean skipDeletes,
      Set<KeyHash> probes) {
    Action action = context.action();
    DeliveryPolicy policy = context.policy();
    this.plan = plan;
    this.probes = probes;
    this.probing = !probes.isEmpty();
    this.cursor = plan.cursor(0);
    this.rendering = FieldMapping.read(plan.mapping(), action).bind(plan.columns());
    this.view = new RowView(plan.columns());
    this.origins = context.origins();
    this.bits = recovered.bits();
    this.tally = recovered.tally();
    this.clock = context.clock();
    this.recordsMax = Math.min(action.batchRecordsMax(), policy.batchRecords());
    this.bytesMax = Math.min(action.batchBytesMax(), policy.batchBytes());
    this.reopened = recovered.reopened();
    this.skipDeletes = skipDeletes;
    this.holdsAmbiguous = context.holdsAmbiguous();
    this.number = recovered.reopened().lastNumber();
  }

  /**
   * The next batch. Empty when the plan has no more, or when {@link #takeUnmappable()} is to be
   * asked first; {@link #isExhausted()} tells which.
   */
  Optional<Attempt> next() {
    while (complete.isEmpty()
        && !exhausted
        && !awaitsVerdict
        && unmappable.size() < UNMAPPABLE_MAX) {
      if (cursor.next()) {
        take();
      } else {
        exhausted = !probing;
        awaitsVerdict = probing;
        lanes.values().forEach(this::sealRest);
        quietLanes.values().forEach(this::sealRest);
        complete.addAll(reopened.rest());
      }
    }
    return Optional.ofNullable(complete.poll());
  }

  /** Whether {@link #next()} has given its last batch. */
  boolean isExhausted() {
    return exhausted && complete.isEmpty();
  }

  /** Whether all probes were given and nothing else is before {@link #goOn()}. */
  boolean awaitsVerdict() {
    return awaitsVerdict && complete.isEmpty();
  }

  /** The probes passed: the others follow. */
  void goOn() {
    cursor.close();
    cursor = plan.cursor(0);
    probing = false;
    awaitsVerdict = false;
  }

  /** How many records were mapped or could not be. */
  long mapped() {
    return mapped;
  }

  int nextNumber() {
    return ++number;
  }

  List<DeadLetter> takeUnmappable() {
    List<DeadLetter> taken = List.copyOf(unmappable);
    unmappable.clear();
    return taken;
  }

  private void take() {
    long sequence = cursor.sequence();
    Kind kind = cursor.decision().kind();
    boolean now = probes.isEmpty() || probes.contains(cursor.key()) == probing;
    if (!now || bits.of(sequence) != Disposition.NONE) {
      return;
    }
    if (skipDeletes && kind == Kind.DELETED) {
      tally.supersede();
      reopened.passed(sequence).ifPresent(complete::add);
      return;
    }
    KeyHash key = cursor.key();
    Fingerprint target = cursor.target();
    Instant quiet = origins.quietUntil(key);
    boolean waits = quiet.isAfter(Instant.EPOCH) && quiet.isAfter(clock.instant());
    Optional<Lane> old = reopened.laneOf(sequence);
    Lane lane = old.isPresent() ? old.get() : lane(waits ? quietLanes : lanes, kind);
    mapped++;
    Delivery record = new Delivery(sequence, key, kind, target, origins.of(key, kind, target));
    JsonWriter out = lane.payloads();
    int before = out.size();
    Optional<Failure> failure = render(kind, out);
    if (failure.isPresent()) {
      letter(record, failure.get(), NO_PAYLOAD, false);
      reopened.passed(sequence).ifPresent(complete::add);
      return;
    }
    if (old.isPresent() && holdsAmbiguous) {
      byte[] payload = Arrays.copyOfRange(out.array(), before, out.size());
      out.truncate(before);
      letter(record, INTERRUPTED, payload, true);
      reopened.passed(sequence).ifPresent(complete::add);
      return;
    }
    if (old.isEmpty() && lane.bytes() > bytesMax && lane.size() > 0) {
      complete.add(lane.seal(nextNumber()));
    }
    lane.add(record, waits ? quiet : Instant.EPOCH);
    if (old.isPresent()) {
      reopened.passed(sequence).ifPresent(complete::add);
    } else if (lane.size() >= recordsMax) {
      complete.add(lane.seal(nextNumber()));
    }
  }

  private static Lane lane(Map<Kind, Lane> lanes, Kind kind) {
    Lane lane = lanes.get(kind);
    if (lane == null) {
      lane = new Lane(kind);
      lanes.put(kind, lane);
    }
    return lane;
  }

  /** Writes the row's payload, or nothing and says why. */
  private Optional<Failure> render(Kind kind, JsonWriter out) {
    int before = out.size();
    view.wrap(cursor.bytes(), cursor.offset(), cursor.length());
    Optional<Failure> failure = rendering.render(view, kind, out);
    int size = out.size() - before;
    if (failure.isPresent() || size <= bytesMax) {
      return failure;
    }
    out.truncate(before);
    return Optional.of(
        Failure.of(
            ErrorCode.PAYLOAD_TOO_LARGE,
            "the payload has %,d bytes, a request may carry %,d".formatted(size, bytesMax)));
  }

  private void sealRest(Lane lane) {
    if (lane.size() > 0) {
      complete.add(lane.seal(nextNumber()));
    }
  }

  private void letter(Delivery record, Failure failure, byte[] payload, boolean sent) {
    unmappable.add(
        new DeadLetter(
            record.key(),
            view.key(),
            record.kind(),
            record.target(),
            record.sequence(),
            record.change().toString(),
            record.origin(),
            payload,
            failure,
            "",
            sent,
            origins.inDoubt(record.key()) || bits.inDoubt(record.sequence())));
  }

  @Override
  public void close() {
    cursor.close();
  }

  /** Makes a batch of some of another's records. */
  Batch part(Batch batch, List<Integer> indexes) {
    return batch.part(nextNumber(), indexes.stream().mapToInt(Integer::intValue).toArray());
  }
}
