package dev.penstock.storage.planner;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.map.Mapping;
import dev.penstock.engine.map.Rendering;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowView;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Sends the first letters of some columns; so two versions give the same payload for some rows. */
record PrefixMapping(long version, List<String> names, int letters) implements Mapping {
  @Override
  public String definition() {
    return "{\"letters\":" + letters + "}";
  }

  @Override
  public ColumnUse columns() {
    return new ColumnUse.Only(new LinkedHashSet<>(names));
  }

  @Override
  public Rendering bind(Columns columns) {
    return new Rendering() {
      @Override
      public Optional<Failure> render(RowView row, Kind kind, JsonWriter out) {
        for (String name : names) {
          String text = row.text(columns.indexOf(name));
          out.string(text.substring(0, Math.min(letters, text.length())));
        }
        return Optional.empty();
      }
    };
  }
}
