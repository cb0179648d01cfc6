package dev.penstock.engine.field;

import dev.penstock.engine.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One field of an action, or one property of such a field.
 *
 * @param key its name in the record
 * @param label as people see it
 * @param required whether a record needs it
 * @param multiple it is a list of such values; a single one is put into a list
 * @param allowNull null is sent; else it is left out
 * @param format a form that the text must have
 * @param minimum the least number, or the least length of text; zero and integers are not checked,
 *     as in Segment
 * @param maximum likewise the greatest
 * @param choices the values it may have; empty when any
 * @param properties the members of an object that have rules; empty when it may hold anything
 * @param open members that are no properties are kept; else they are dropped and counted
 */
public record Field(
    String key,
    String label,
    FieldType type,
    Requirement required,
    boolean multiple,
    boolean allowNull,
    Optional<TextFormat> format,
    Optional<BigDecimal> minimum,
    Optional<BigDecimal> maximum,
    List<Value> choices,
    List<Field> properties,
    boolean open) {
  public Field {
    choices = List.copyOf(choices);
    properties = List.copyOf(properties);
  }

  /** A field that takes any value as it is. */
  public static Field anything(String key, boolean required) {
    return new Field(
        key,
        key,
        FieldType.ANYTHING,
        required ? new Requirement.Always() : new Requirement.Never(),
        false,
        !required,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        true);
  }
}
