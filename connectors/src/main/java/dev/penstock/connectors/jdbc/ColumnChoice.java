package dev.penstock.connectors.jdbc;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which columns of a model are read, and in which order.
 *
 * @param columns the layout of the canonical row
 * @param chosen the same columns, with how each is read
 */
public record ColumnChoice<C extends ReadColumn>(Columns columns, List<C> chosen) {
  /** A model as wide as this is a mistake; PostgreSQL itself ends at 1,600. */
  public static final int COLUMNS_MAX = 1000;

  /**
   * Refuses a model without columns, with too many, or with two of one name.
   *
   * @throws PenstockException MODEL_QUERY
   */
  public static void checkNames(Model model, List<String> names) {
    String what = "Model \"" + model.name() + "\" cannot be read, because ";
    if (names.isEmpty()) {
      throw new PenstockException(
          ErrorCode.MODEL_QUERY, what + "it has no columns. Select at least the key.");
    }
    if (names.size() > COLUMNS_MAX) {
      throw new PenstockException(
          ErrorCode.MODEL_QUERY,
          what
              + "it has "
              + names.size()
              + " columns and the limit is "
              + COLUMNS_MAX
              + ". Select fewer.");
    }
    Set<String> seen = new HashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        twice.add("\"" + name + "\"");
      }
    }
    if (!twice.isEmpty()) {
      throw new PenstockException(
          ErrorCode.MODEL_QUERY,
          what
              + "several of its columns are named "
              + String.join(", ", twice)
              + ". Give each column its own name with AS.");
    }
  }

  /**
   * Key first, then what the current mapping uses, then what only older versions use, each in the
   * model's order. A column that only older versions use may be gone: rows settled under them then
   * count as changed, which is better than no run at all.
   *
   * @throws PenstockException SCHEMA_DRIFT when a needed column is missing, CONFIG_INVALID when a
   *     column cannot be a key
   */
  public static <C extends ReadColumn> ColumnChoice<C> of(
      ExtractRequest request, List<C> described) {
    Model model = request.model();
    List<String> names = described.stream().map(column -> column.column().name()).toList();
    Set<String> taken = new HashSet<>();
    List<C> chosen = new ArrayList<>();
    for (String key : model.key()) {
      C column = find(model, key, described, names, "Its key column");
      checkKey(model, column.column(), taken);
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
            .sorted(
                Comparator.comparing(
                    position -> names.indexOf(chosen.get(position).column().name())))
            .toList();
    var columns =
        new Columns(
            chosen.stream().map(ReadColumn::column).toList(),
            model.key().size(),
            currentCount,
            shown);
    return new ColumnChoice<>(columns, List.copyOf(chosen));
  }

  private static <C extends ReadColumn> void addInOrder(
      List<C> described, Set<String> used, Set<String> taken, List<C> chosen) {
    for (C column : described) {
      if (used.contains(column.column().name()) && taken.add(column.column().name())) {
        chosen.add(column);
      }
    }
  }

  private static <C extends ReadColumn> C find(
      Model model, String name, List<C> described, List<String> names, String what) {
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

  private static void checkKey(Model model, Column column, Set<String> taken) {
    boolean again = !taken.add(column.name());
    if (again || column.tag() == Tag.FLOAT) {
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
                      + " is inexact. Cast it to an exact number or to text in the query, or use"
                      + " another key."));
    }
  }
}
