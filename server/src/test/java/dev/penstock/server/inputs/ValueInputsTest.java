package dev.penstock.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.run.History.Letter;
import dev.penstock.engine.run.RunRecord;
import dev.penstock.engine.run.RunStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of odd values: {@code inputs/values.csv} is the table. One run reads all of them,
 * each in a row and a column of its own, so that a bad one also shows that it harms no other.
 */
class ValueInputsTest {
  @TempDir private static Path folder = Path.of("");

  /**
   * A line of the table.
   *
   * @param sql the expression that makes the value
   * @param wire the value as the destination receives it, or {@code refused CODE}
   */
  private record Case(String area, String sql, String wire) {}

  @TestFactory
  List<DynamicTest> each_value_arrives_exactly_or_is_refused_with_a_code() throws IOException {
    List<Case> cases = cases();
    List<String> found;
    try (Bench bench = Bench.start(folder)) {
      found = deliver(bench, cases);
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      Case one = cases.get(i);
      String wire = found.get(i);
      tests.add(
          DynamicTest.dynamicTest(
              one.area() + ": " + one.sql(), () -> assertThat(wire).isEqualTo(one.wire())));
    }
    return tests;
  }

  private static List<Case> cases() throws IOException {
    try (InputStream table = ValueInputsTest.class.getResourceAsStream("/inputs/values.csv")) {
      String text =
          new String(
              Optional.ofNullable(table).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split(" ; +", -1))
          .map(parts -> new Case(parts[0].strip(), parts[1].strip(), parts[2].strip()))
          .toList();
    }
  }

  private static List<String> deliver(Bench bench, List<Case> cases) {
    StringBuilder query = new StringBuilder("SELECT n AS id");
    for (int i = 0; i < cases.size(); i++) {
      query.append(
          ",\n  CASE WHEN n = %d THEN (%s) END AS c%d".formatted(i, cases.get(i).sql(), i));
    }
    query.append("\nFROM generate_series(0, ").append(cases.size() - 1).append(") AS n");

    RunRecord run = bench.model("[id]", query.toString()).run();
    List<Letter> letters = bench.letters();

    assertThat(run.counts().read()).as(run.message()).isEqualTo(cases.size());
    assertThat(run.status()).as(run.message()).isEqualTo(RunStatus.PARTIAL);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      int at = i;
      found.add(
          bench
              .received(Integer.toString(i))
              .map(payload -> value(payload, at))
              .or(
                  () ->
                      letters.stream()
                          .filter(letter -> letter.key().equals(Integer.toString(at)))
                          .map(letter -> "refused " + letter.failure().code().name())
                          .findFirst())
              .orElse("refused ROW_OVERSIZE"));
    }
    return found;
  }

  /** The text of one member; all members but the one of this row are null. */
  private static String value(String payload, int number) {
    String name = "\"c" + number + "\":";
    String next = ",\"c" + (number + 1) + "\":null";
    int from = payload.indexOf(name) + name.length();
    int to = payload.indexOf(next, from);
    return payload.substring(from, to < 0 ? payload.length() - 1 : to);
  }
}
