package dev.penstock.engine.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.engine.value.ArrayValue;
import dev.penstock.engine.value.Members;
import dev.penstock.engine.value.ObjectValue;
import dev.penstock.engine.value.Value;
import dev.penstock.engine.value.ValueWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What Segment's own engine answered, case by case. */
class RecordedMappingsTest {
  /** Where we answer otherwise on purpose, and why. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "raw: string mapping becomes indexed object",
          "a text is no mapping; it says so instead of sending its letters",
          "raw: number mapping becomes empty object",
          "a number is no mapping; an empty record would be sent for each row",
          "raw: boolean mapping becomes empty object",
          "likewise",
          "raw: array mapping becomes indexed object",
          "a list is no mapping of fields",
          "@json: decode large integer loses precision",
          "an id that changes its last digits is another id; numbers stay exact",
          "@liquid: increment writes into the payload and leaks to later fields",
          "a field must not depend on which field was computed before it",
          "@liquid: increment of an existing payload number",
          "likewise");

  @TestFactory
  java.util.stream.Stream<DynamicTest> answersLikeSegment() {
    return Values.cases("mapping-cases.json").stream()
        .filter(recorded -> !DIFFERENT.containsKey(Values.text(recorded.get("name"))))
        .map(
            recorded ->
                DynamicTest.dynamicTest(
                    Values.text(recorded.get("name")),
                    () -> assertThat(fault(recorded)).isEmpty()));
  }

  @Test
  void theListOfDifferencesIsTrueAndShort() {
    assertThat(DIFFERENT).hasSizeLessThanOrEqualTo(15);
    List<ObjectValue> cases = Values.cases("mapping-cases.json");
    assertThat(cases).hasSize(709);
    List<String> answeredOtherwise =
        cases.stream()
            .filter(recorded -> !fault(recorded).isEmpty())
            .map(recorded -> Values.text(recorded.get("name")))
            .toList();
    assertThat(answeredOtherwise).containsExactlyInAnyOrderElementsOf(DIFFERENT.keySet());
  }

  /** What differs from the recorded answer; empty when nothing does. */
  private static String fault(ObjectValue recorded) {
    Value payload = recorded.get("payload");
    String answer;
    try {
      Value data = payload == Value.MISSING ? Members.NONE : payload;
      Transformation.checkPayload(data);
      Value made = Transformation.compile(recorded.get("mapping")).of(data);
      if (made == Value.MISSING
          ? recorded.get("expectedUndefined") == Value.TRUE
          : made.equalTo(recorded.get("expected"))) {
        return "";
      }
      answer = made == Value.MISSING ? "missing" : ValueWriter.text(made);
    } catch (MappingException wrong) {
      if (recorded.get("expectedError") instanceof ObjectValue expected
          && sameError(expected, wrong)) {
        return "";
      }
      answer = wrong.kind() + " " + wrong.messages();
    }
    return answer + " instead of " + ValueWriter.text(wanted(recorded));
  }

  private static Value wanted(ObjectValue recorded) {
    Value error = recorded.get("expectedError");
    return error == Value.MISSING ? recorded.get("expected") : error;
  }

  private static boolean sameError(ObjectValue expected, MappingException wrong) {
    return switch (Values.text(expected.get("kind"))) {
      case "validation" ->
          wrong.kind() == MappingException.Kind.VALIDATION
              && ((ArrayValue) expected.get("messages"))
                  .items().stream().map(Values::text).toList().equals(wrong.messages());
      case "runtime" ->
          wrong.kind() == MappingException.Kind.RUNTIME
              && wrong.messages().getFirst().equals(Values.text(expected.get("message")));
      case "liquid" ->
          wrong.kind() == MappingException.Kind.LIQUID
              && beforeLine(wrong.messages().getFirst())
                  .equals(beforeLine(Values.text(expected.get("message"))));
      default -> true;
    };
  }

  private static String beforeLine(String message) {
    int at = message.indexOf(", line:");
    return at < 0 ? message : message.substring(0, at);
  }
}
