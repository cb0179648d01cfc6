package dev.penstock.server.wiring;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.Action.ActionField;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.map.FieldMapping;
import dev.penstock.engine.map.Rendering;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.run.SyncSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Rows of a sync's model as they are now, with what its mapping would send. Used by one thread. */
final class RowsNow {
  /** An action whose one field is the row itself, to show it to people. */
  private static final Action SHOWN =
      new Action(
          "show",
          "",
          List.of(new ActionField("row", "", false)),
          Optional.of("row"),
          dev.penstock.engine.deliver.DeliveryLevel.A,
          1,
          Integer.MAX_VALUE,
          false);

  private final SyncSpec sync;

  RowsNow(SyncSpec sync) {
    this.sync = sync;
  }

  /**
   * A row as it is now.
   *
   * @param row as JSON; empty where it is too large to be read
   * @param payload what would be sent; empty where it cannot be mapped
   * @param failure why it cannot be
   */
  record Row(RowKey key, String row, String payload, Optional<Failure> failure) {}

  /** A key as a person writes it: its parts joined by commas. */
  RowKey keyOf(String text) {
    int parts = sync.model().key().size();
    return parts == 1 ? RowKey.of(text) : new RowKey(List.of(text.split(",", parts)));
  }

  /** Reads the rows of these keys; those that are gone are left out. */
  void read(List<RowKey> keys, Consumer<Row> each) {
    read(request().only(keys), Long.MAX_VALUE, row -> take(row, Set.copyOf(keys), each));
  }

  /** Reads the first rows of the model. */
  void first(int limit, Consumer<Row> each) {
    read(request(), limit, each);
  }

  private ExtractRequest request() {
    ColumnUse all = new ColumnUse.All();
    return new ExtractRequest(
        sync.model(), all, new ColumnUse.Only(Set.of()), sync.limits(), Optional.empty());
  }

  private static void take(Row row, Set<RowKey> wanted, Consumer<Row> each) {
    if (wanted.contains(row.key())) {
      each.accept(row);
    }
  }

  private void read(ExtractRequest request, long limit, Consumer<Row> each) {
    FieldMapping mapping = FieldMapping.compile(sync.mapping(), sync.destination().action());
    FieldMapping whole = FieldMapping.compile(FieldMapping.wholeRow(SHOWN), SHOWN);
    try (Extraction rows = sync.source().extract(request)) {
      Rendering payloads = mapping.bind(rows.columns());
      Rendering shown = whole.bind(rows.columns());
      RowView view = new RowView(rows.columns());
      RowWriter writer = new RowWriter(sync.limits());
      JsonWriter out = new JsonWriter();
      for (long i = 0; i < limit && rows.next(writer); i++) {
        if (writer.oversize()) {
          continue; // source-rejected: never a letter
        }
        view.wrap(writer.array(), 0, writer.size());
        String row = rendered(shown, view, out).orElse("");
        out.clear();
        Optional<Failure> failure = payloads.render(view, Kind.ADDED, out);
        each.accept(new Row(view.key(), row, failure.isEmpty() ? out.text() : "", failure));
      }
    }
  }

  /** Why a row cannot be mapped, in one line. */
  static String why(Failure failure) {
    return failure.code().name()
        + failure.field().map(field -> " (" + field + ")").orElse("")
        + (failure.theirs().isEmpty() ? "" : ": " + failure.theirs());
  }

  private static Optional<String> rendered(Rendering rendering, RowView view, JsonWriter out) {
    out.clear();
    return rendering.render(view, Kind.ADDED, out).isEmpty()
        ? Optional.of(out.text())
        : Optional.empty();
  }
}
