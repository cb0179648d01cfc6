package dev.penstock.connectors.table;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Batch;
import dev.penstock.engine.deliver.Outcome;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The records of a batch, apart by the columns that they have: a column that a record does not have
 * keeps its value.
 *
 * @param groups the places of the records in the batch, by their columns
 * @param texts each record's payload as text, by its place
 * @param objects the same, read; without those that are refused for their form
 * @param refused what is refused before it is sent, by its place
 */
public record TableRecords(
    Map<List<String>, List<Integer>> groups,
    List<String> texts,
    Map<Integer, Json.Obj> objects,
    Map<Integer, Outcome> refused) {
  /**
   * Looks at each record.
   *
   * @throws dev.penstock.engine.error.PenstockException SCHEMA_STALE for a column that the table
   *     does not have
   */
  static TableRecords of(Batch batch, TableColumns table, TableAction action) {
    boolean matching = action != TableAction.INSERT || batch.kind() == Kind.DELETED;
    Map<List<String>, List<Integer>> groups = new LinkedHashMap<>();
    List<String> texts = new ArrayList<>(batch.size());
    Map<Integer, Json.Obj> objects = new HashMap<>();
    Map<Integer, Outcome> refused = new HashMap<>();
    Set<List<String>> seen = new HashSet<>();
    Set<String> known = new HashSet<>(table.columns());
    for (int i = 0; i < batch.size(); i++) {
      String text = new String(batch.payload(i), StandardCharsets.UTF_8);
      texts.add(text);
      if (!(JsonReader.read(text) instanceof Json.Obj record) || record.members().isEmpty()) {
        String why = "The record is not an object of columns with values.";
        refused.put(i, new Outcome.Rejected(Failure.of(ErrorCode.TYPE_MISMATCH, why)));
        continue;
      }
      for (String column : record.members().keySet()) {
        if (!known.contains(column)) {
          throw table.lacks(column);
        }
      }
      Optional<Outcome> unusable =
          matching ? unusable(record, table.match(), seen) : Optional.empty();
      if (unusable.isPresent()) {
        refused.put(i, unusable.get());
      } else {
        objects.put(i, record);
        List<String> columns = List.copyOf(record.members().keySet());
        groups.computeIfAbsent(columns, _ -> new ArrayList<>()).add(i);
      }
    }
    return new TableRecords(groups, texts, objects, refused);
  }

  private static Optional<Outcome> unusable(
      Json.Obj record, List<String> match, Set<List<String>> seen) {
    List<String> values = new ArrayList<>(match.size());
    for (String column : match) {
      Json value = record.members().get(column);
      if (value == null || value instanceof Json.Null) {
        Failure missing = Failure.of(ErrorCode.MISSING_REQUIRED, "The match column has no value.");
        return Optional.of(new Outcome.Rejected(missing.onField(column)));
      }
      values.add(value.text());
    }
    if (seen.add(values)) {
      return Optional.empty();
    }
    Failure collision =
        Failure.of(
            ErrorCode.DESTINATION_KEY_COLLISION,
            "Another record of the same batch has these values in the match columns.");
    return Optional.of(new Outcome.Rejected(collision.onField(String.join(", ", match))));
  }

  /** The outcomes of all records, in their order, once each has one. */
  public List<Outcome> inOrder(Map<Integer, Outcome> outcomes) {
    List<Outcome> all = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      all.add(Objects.requireNonNull(outcomes.get(i)));
    }
    return all;
  }

  /** The outcome of a record that is not in the table. */
  public static Outcome notThere(TableColumns table) {
    String why = "The table has no record with these values in the match columns.";
    Failure failure = Failure.of(ErrorCode.LOOKUP_MISS, why);
    return new Outcome.Rejected(failure.onField(String.join(", ", table.match())));
  }
}
