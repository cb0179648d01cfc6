package dev.penstock.engine.field;

import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Text;
import dev.penstock.engine.value.Value;
import java.util.List;

/** When a field is required. */
public sealed interface Requirement {
  record Never() implements Requirement {}

  record Always() implements Requirement {}

  /** When all, or any, of the conditions hold. */
  record When(List<Condition> conditions, boolean all) implements Requirement {
    public When {
      conditions = List.copyOf(conditions);
    }

    boolean holds(ObjectValue record, String syncMode) {
      return all
          ? conditions.stream().allMatch(condition -> condition.holds(record, syncMode))
          : conditions.stream().anyMatch(condition -> condition.holds(record, syncMode));
    }
  }

  /**
   * A condition on another field of the record, or on the sync mode.
   *
   * @param names the names that lead to the field; empty for the sync mode
   * @param negated {@code is_not}; holds only where the field has a value
   * @param values any of which it may have; empty asks whether it has none
   */
  record Condition(List<String> names, boolean negated, List<Value> values) {
    public Condition {
      names = List.copyOf(names);
      values = List.copyOf(values);
    }

    boolean holds(ObjectValue record, String syncMode) {
      Value value = names.isEmpty() ? Text.of(syncMode) : follow(record, names);
      boolean present = value != Value.MISSING;
      if (values.isEmpty()) {
        return present == negated;
      }
      return present && negated != values.stream().anyMatch(wanted -> wanted.equalTo(value));
    }

    private static Value follow(Value from, List<String> names) {
      Value current = from;
      for (String name : names) {
        current = current instanceof ObjectValue object ? object.get(name) : Value.MISSING;
      }
      return current;
    }
  }
}
