package dev.penstock.connectors.table;

import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a sync may do with a table. */
public enum TableAction {
  UPSERT("Inserts the record, or updates the one with the same match columns.", DeliveryLevel.B),
  INSERT(
      "Inserts the record; a repeat is a second one where no unique column forbids it.",
      DeliveryLevel.D),
  UPDATE("Updates the record with the same match columns; it must be there.", DeliveryLevel.B),
  DELETE("Deletes the record with the same match columns.", DeliveryLevel.B);

  /** The field that takes the whole record. */
  public static final String FIELD = "row";

  /** One statement takes them well, and a refused one is divided in ten steps. */
  private static final int RECORDS = 1000;

  private static final int BYTES = 4 << 20;

  private final String description;
  private final DeliveryLevel level;

  TableAction(String description, DeliveryLevel level) {
    this.description = description;
    this.level = level;
  }

  /** As a sync names it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The action of this name.
   *
   * @throws PenstockException CONFIG_INVALID when there is none
   */
  public static TableAction of(String word) {
    return Arrays.stream(values())
        .filter(action -> action.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new PenstockException(
                    ErrorCode.CONFIG_INVALID,
                    "A table has no action \"%s\". Use one of: %s."
                        .formatted(
                            word,
                            Arrays.stream(values())
                                .map(TableAction::word)
                                .collect(Collectors.joining(", ")))));
  }

  Action action() {
    return new Action(
        word(),
        description,
        List.of(
            new Action.ActionField(FIELD, "The columns with their values, as an object.", true)),
        Optional.of(FIELD),
        level,
        RECORDS,
        BYTES,
        true);
  }
}
