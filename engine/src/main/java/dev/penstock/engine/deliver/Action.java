package dev.penstock.engine.deliver;

import dev.penstock.engine.field.Field;
import dev.penstock.engine.field.Requirement;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a destination can do.
 *
 * @param name as a sync names it
 * @param description a sentence for people
 * @param fields what a mapping may fill
 * @param unwrapped the field whose value alone is the payload; without it the payload is an object
 *     of all fields
 * @param level how repeats show at the destination
 * @param batchRecordsMax the most records a request may carry; 1 when each has its own
 * @param batchBytesMax the most payload bytes a request may carry
 * @param atomicRefusal a request refused as a whole stored nothing, so it may be divided to find
 *     the record at fault
 */
public record Action(
    String name,
    String description,
    List<ActionField> fields,
    Optional<String> unwrapped,
    DeliveryLevel level,
    int batchRecordsMax,
    int batchBytesMax,
    boolean atomicRefusal) {
  public Action {
    fields = List.copyOf(fields);
  }

  /**
   * A field of an action.
   *
   * @param rule what its value must look like
   */
  public record ActionField(Field rule, String description) {
    /**
     * A field that takes any value as it is.
     *
     * @param required a record without it is a dead letter and is never sent
     */
    public ActionField(String name, String description, boolean required) {
      this(Field.anything(name, required), description);
    }

    public String name() {
      return rule.key();
    }

    /** A record always needs it. */
    public boolean required() {
      return rule.required() instanceof Requirement.Always;
    }
  }
}
