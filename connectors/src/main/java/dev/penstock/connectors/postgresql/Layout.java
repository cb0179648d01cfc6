package dev.penstock.connectors.postgresql;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which columns of a model are read, and in which order.
 *
 * @param columns the layout of the canonical row
 * @param chosen the same columns, with how each is read
 */
record Layout(Columns columns, List<ModelColumn> chosen) {
  /**
   * Key first, then what the current mapping uses, then what only older versions use, each in the
   * model's order. A column that only older versions use may be gone: rows settled under them then
   * count as changed, which is better than no run at all.
   *
   * @throws PenstockException SCHEMA_DRIFT when a needed column is missing, CONFIG_INVALID when a
   *     column cannot be a key
   */
  static Layout of(ExtractRequest request, List<ModelColumn> described) {
    Model model = request.model();
    List<String> names = described.stream().map(ModelColumn::name).toList();
    Set<String> taken = new HashSet<>();
    List<ModelColumn> chosen = new ArrayList<>();
    for (String key : model.key()) {
      ModelColumn column = find(model, key, described, names, "Its key column");
      checkKey(model, column, taken);
      chosen.add(column);
    }
    switch (request.current()) {
      case ColumnUse.All() -> addInOrder(described, new HashSet<>(names), taken, chosen);
      case ColumnUse.Only(Set<String> used) -> {
        used.forEach(name -> find(model, name, described, names, "Its column"));
        addInOrder(described, used, taken, chosen);
      }
    }
    int currentCount = chosen.size();
    switch (request.alsoForOlder()) {
      case ColumnUse.All() -> addInOrder(described, new HashSet<>(names), taken, chosen);
      case ColumnUse.Only(Set<String> used) -> addInOrder(described, used, taken, chosen);
    }
    List<Integer> shown =
        IntStream.range(0, currentCount)
            .boxed()
            .sorted(Comparator.comparing(position -> names.indexOf(chosen.get(position).name())))
            .toList();
    var columns =
        new Columns(
            chosen.stream().map(ModelColumn::column).toList(),
            model.key().size(),
            currentCount,
            shown);
    return new Layout(columns, List.copyOf(chosen));
  }

  private static void addInOrder(
      List<ModelColumn> described, Set<String> used, Set<String> taken, List<ModelColumn> chosen) {
    for (ModelColumn column : described) {
      if (used.contains(column.name()) && taken.add(column.name())) {
        chosen.add(column);
      }
    }
  }

  private static ModelColumn find(
      Model model, String name, List<ModelColumn> described, List<String> names, String what) {
    int at = names.indexOf(name);
    if (at >= 0) {
      return described.get(at);
    }
    throw new PenstockException(
        ErrorCode.SCHEMA_DRIFT,
        "Model \""
            + model.name()
            + "\" cannot be read. "
            + what
            + " \""
            + name
            + "\" is not (or no longer) among its columns."
            + NearestName.sentence(name, names)
            + " Restore the column, or change key or mapping.");
  }

  private static void checkKey(Model model, ModelColumn column, Set<String> taken) {
    boolean again = !taken.add(column.name());
    if (again || column.rule().tag() == Tag.FLOAT) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Column \""
              + column.name()
              + "\" of model \""
              + model.name()
              + "\" cannot identify a record, because "
              + (again
                  ? "the key names it twice. Name it once."
                  : "its type "
                      + column.sourceType()
                      + " is inexact. Cast it to numeric or text in the query, or use another"
                      + " key."));
    }
  }

  /**
   * The statement that sends these columns of the model.
   *
   * @param condition which rows of it
   */
  String copy(String query, String condition, int cellBytes, boolean rawText) {
    return chosen.stream()
        .map(
            column ->
                column
                    .rule()
                    .expression("model." + TableName.quote(column.name()), cellBytes, rawText))
        .collect(
            Collectors.joining(
                ", ",
                "COPY (SELECT ",
                " FROM (\n"
                    + query
                    + "\n) AS model WHERE "
                    + condition
                    + ") TO STDOUT (FORMAT binary)"));
  }
}
