package dev.penstock.engine.map;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.language.Expression;
import dev.penstock.engine.language.Path;
import dev.penstock.engine.language.Scope;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The record of a row as a scope: knows which columns are read, and where they lie once the layout
 * of an extract is known.
 */
final class RowScope implements Scope {
  /**
   * Members that Segment's records have and ours have not; mappings made there ask for them, and
   * find nothing.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "anonymousId",
          "channel",
          "context",
          "groupId",
          "integrations",
          "messageId",
          "name",
          "originalTimestamp",
          "previousId",
          "projectId",
          "receivedAt",
          "sentAt",
          "timestamp",
          "traits",
          "userId",
          "version");

  private final Optional<Columns> columns;
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> faults = new LinkedHashSet<>();
  private boolean all;

  RowScope(Optional<Columns> columns) {
    this.columns = columns;
  }

  @Override
  public Expression path(List<String> names) {
    reads(names);
    if (columns.isEmpty() || names.size() < 2 || !names.getFirst().equals(RowRecord.PROPERTIES)) {
      return ANY.path(names);
    }
    int index = columns.get().indexOf(names.get(1));
    return index < 0
        ? ANY.path(names)
        : new ColumnExpression(index, names.subList(2, names.size()));
  }

  /** A column, or something inside it, found without asking for its name. */
  record ColumnExpression(int index, List<String> inside) implements Expression {
    @Override
    public Value of(Value payload) {
      Value value = ((RowRecord) payload).column(index);
      return inside.isEmpty() ? value : Path.follow(value, inside);
    }
  }

  @Override
  public void reads(List<String> names) {
    if (names.isEmpty()) {
      all = true;
      return;
    }
    String first = names.getFirst();
    if (first.equals(RowRecord.PROPERTIES)) {
      if (names.size() == 1) {
        all = true;
      } else {
        read.add(names.get(1));
      }
    } else if (!RowRecord.NAMES.contains(first) && !ELSEWHERE.contains(first)) {
      faults.add(
          "The path \"%s\" leads nowhere: a row's columns are properties, write $.properties.%s."
              .formatted(String.join(".", names), String.join(".", names)));
    }
  }

  @Override
  public void fails(String message) {
    faults.add(message);
  }

  /** Parts that see another payload can be wrong all the same. */
  @Override
  public Scope elsewhere() {
    return new Scope() {
      @Override
      public Expression path(List<String> names) {
        return ANY.path(names);
      }

      @Override
      public void fails(String message) {
        faults.add(message);
      }

      @Override
      public Scope elsewhere() {
        return this;
      }
    };
  }

  /** What is wrong whatever the row; empty when nothing is. */
  Set<String> faults() {
    return faults;
  }

  ColumnUse use() {
    return all ? new ColumnUse.All() : new ColumnUse.Only(read);
  }

  /**
   * @throws PenstockException SCHEMA_DRIFT when a column that is read is missing
   */
  static void requireColumns(ColumnUse use, Columns columns) {
    if (use instanceof ColumnUse.Only(Set<String> names)) {
      for (String name : names) {
        if (columns.indexOf(name) < 0) {
          throw new PenstockException(
              ErrorCode.SCHEMA_DRIFT,
              "The mapping reads column \"%s\", which the model does not have. ".formatted(name)
                  + "Restore the column or change the mapping.");
        }
      }
    }
  }
}
