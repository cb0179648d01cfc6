package dev.penstock.storage.plan;

import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.Tag;
import dev.penstock.storage.disk.Packer;
import dev.penstock.storage.disk.Unpacker;
import java.util.ArrayList;
import java.util.List;

/**
 * What a plan was made of.
 *
 * @param generation the generation that it was compared with, the only one it may be settled on
 * @param columns the layout of its rows: what the current mapping uses
 * @param printed the names of the columns that fingerprints cover, in the order they are hashed in
 * @param seed the sync's own random number
 * @param whole the extract was the whole model
 */
public record PlanHeader(
    String ledger,
    String state,
    String run,
    long generation,
    Columns columns,
    List<String> printed,
    long mappingVersion,
    String definition,
    long seed,
    boolean whole) {
  static final String NAME = "PSKR";
  static final int VERSION = 1;

  public PlanHeader {
    printed = List.copyOf(printed);
  }

  Packer pack() {
    Packer fields =
        new Packer()
            .text(ledger)
            .text(state)
            .text(run)
            .number(generation)
            .small(columns.keyCount())
            .small(columns.size());
    for (Column column : columns.all()) {
      fields.text(column.name()).small(column.tag().number()).text(column.sourceType());
    }
    columns.shown().forEach(fields::small);
    return fields.texts(printed).number(mappingVersion).text(definition).number(seed).flag(whole);
  }

  static PlanHeader unpack(Unpacker fields) {
    String ledger = fields.text();
    String state = fields.text();
    String run = fields.text();
    long generation = fields.number();
    int keyCount = fields.small();
    int size = fields.count();
    List<Column> all = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      all.add(new Column(fields.text(), Tag.of(fields.small()), fields.text()));
    }
    List<Integer> shown = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      shown.add(fields.small());
    }
    return new PlanHeader(
        ledger,
        state,
        run,
        generation,
        new Columns(all, keyCount, size, shown),
        fields.texts(),
        fields.number(),
        fields.text(),
        fields.number(),
        fields.flag());
  }
}
