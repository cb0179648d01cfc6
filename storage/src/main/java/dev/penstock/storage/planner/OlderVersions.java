package dev.penstock.storage.planner;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.Held;
import dev.penstock.engine.diff.HeldSummary;
import dev.penstock.engine.diff.PlanRequest;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.map.Rendering;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.MappingVersion;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mapping versions that entries may still be made under, besides the current one: says whether
 * a row that an older version confirmed gives the same payload today. Used by one thread.
 */
final class OlderVersions {
  private record Version(Fingerprinter fingerprints, Rendering rendering) {}

  private final List<Optional<Version>> bySlot;
  private final Optional<Rendering> current;
  private final RowView view;
  private final JsonWriter before = new JsonWriter();
  private final JsonWriter now = new JsonWriter();

  OlderVersions(PlanRequest request, Manifest manifest, Columns layout) {
    Version[] found = new Version[HeldSummary.VERSIONS_MAX];
    boolean any = false;
    for (var older : request.older()) {
      Optional<MappingVersion> live = live(manifest, older, request.mapping().version());
      if (live.isPresent() && comparable(live.get(), older, layout)) {
        var prints =
            new Fingerprinter(
                request.state().seed(), live.get().version(), layout, live.get().columns());
        found[older.slot()] = new Version(prints, older.mapping().bind(layout));
        any = true;
      }
    }
    bySlot = Arrays.stream(found).map(Optional::ofNullable).toList();
    current = any ? Optional.of(request.mapping().bind(layout)) : Optional.empty();
    view = new RowView(layout);
  }

  /** A slot counts only when the manifest and the request mean the same version by it. */
  private static Optional<MappingVersion> live(
      Manifest manifest, PlanRequest.OlderMapping older, long current) {
    return manifest.versions().stream()
        .filter(live -> live.slot() == older.slot())
        .filter(live -> live.version() == older.mapping().version())
        .filter(live -> live.version() != current)
        .findFirst();
  }

  /**
   * Its columns must be there; and a version that sent the whole row must have seen the same
   * columns, or today's rendering of it would not be what the destination holds.
   */
  private static boolean comparable(
      MappingVersion live, PlanRequest.OlderMapping older, Columns layout) {
    for (String name : live.columns()) {
      if (layout.indexOf(name) < 0) {
        return false;
      }
    }
    return switch (older.mapping().columns()) {
      case ColumnUse.All _ -> live.columns().size() == layout.size();
      case ColumnUse.Only(Set<String> names) -> new HashSet<>(live.columns()).containsAll(names);
    };
  }

  boolean any() {
    return current.isPresent();
  }

  /** Whether the row is what an older version confirmed, and today's payload is the same. */
  boolean samePayload(Held held, byte[] row, int size, CellBounds bounds) {
    if (current.isEmpty() || held.slot() >= bySlot.size()) {
      return false;
    }
    Optional<Version> version = bySlot.get(held.slot());
    if (version.isEmpty()
        || !version.get().fingerprints().of(row, bounds).equals(held.confirmed())) {
      return false;
    }
    view.wrap(row, 0, size);
    before.clear();
    now.clear();
    if (version.get().rendering().render(view, Kind.UPDATED, before).isPresent()
        || current.get().render(view, Kind.UPDATED, now).isPresent()) {
      return false;
    }
    return Arrays.equals(before.array(), 0, before.size(), now.array(), 0, now.size());
  }
}
