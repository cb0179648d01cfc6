package dev.penstock.connectors.postgresql;

import dev.penstock.connectors.jdbc.ColumnChoice;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.row.Columns;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which columns of a model are read, and in which order.
 *
 * @param columns the layout of the canonical row
 * @param chosen the same columns, with how each is read
 */
record Layout(Columns columns, List<ModelColumn> chosen) {
  static Layout of(ExtractRequest request, List<ModelColumn> described) {
    ColumnChoice<ModelColumn> choice = ColumnChoice.of(request, described);
    return new Layout(choice.columns(), choice.chosen());
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
