package dev.penstock.storage.planner;

import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.storage.held.Manifest;
import dev.penstock.storage.held.MappingVersion;
import java.util.HashSet;
import java.util.List;

/**
 * The columns of a run.
 *
 * @param extracted as the extraction writes them
 * @param planned the ones that the current mapping uses, as the plan keeps them
 * @param printed the names of those in the order that fingerprints hash them in
 */
record PlanLayout(Columns extracted, Columns planned, List<String> printed) {
  /**
   * The order of a version that held state knows already stays, as long as it covers the same
   * columns: another order in the model changes no record. Otherwise it is the buffer's.
   */
  static PlanLayout of(Columns extracted, long mappingVersion, Manifest manifest) {
    List<Column> current = extracted.all().subList(0, extracted.currentCount());
    List<String> names = current.stream().map(Column::name).toList();
    List<String> printed =
        manifest.versions().stream()
            .filter(live -> live.version() == mappingVersion)
            .map(MappingVersion::columns)
            .filter(known -> known.size() == names.size())
            .filter(known -> new HashSet<>(known).containsAll(names))
            .findFirst()
            .orElse(names);
    var planned =
        new Columns(current, extracted.keyCount(), extracted.currentCount(), extracted.shown());
    return new PlanLayout(extracted, planned, printed);
  }
}
