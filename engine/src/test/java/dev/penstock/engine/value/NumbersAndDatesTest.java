package dev.penstock.engine.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers and dates as JavaScript writes and reads them, except that numbers lose no digits. */
class NumbersAndDatesTest {
  @ParameterizedTest
  @CsvSource({
    "2.0, 2",
    "-0, 0",
    "0.10, 0.1",
    "1e21, 1e+21",
    "100000000000000000000, 100000000000000000000",
    "1e-6, 0.000001",
    "1e-7, 1e-7",
    "1.5e300, 1.5e+300",
    "-123456.789, -123456.789",
    "9007199254740993, 9007199254740993",
    "0.1234567890123456789, 0.1234567890123456789",
    "1e400, 1e400"
  })
  void numbersAsText(String token, String text) {
    assertThat(Num.token(token).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1e23, 1e+23",
    "5e-324, 5e-324",
    "1e-323, 1e-323",
    "-1234.5, -1234.5",
    "4.35, 4.35"
  })
  void doublesAsText(double number, String text) {
    assertThat(JsNumber.text(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"' 7 ', 7", "0x1f, 31", "1e3, 1000", ".5, 0.5", "'', 0", "abc, NaN", "1_0, NaN"})
  void textAsNumber(String text, double number) {
    assertThat((Double) JsNumber.parse(text)).isEqualTo(Double.valueOf(number));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2024-02-29T10:00:00Z|2024-02-29T10:00:00Z",
        "2024-02-29T10:00:00.25+02:00|2024-02-29T08:00:00.250Z",
        "2024-02-29 10:00|2024-02-29T10:00:00Z",
        "2024-02-29|2024-02-29T00:00:00Z",
        "2024-02|2024-02-01T00:00:00Z",
        "2024|2024-01-01T00:00:00Z",
        "2024-02-31|2024-03-02T00:00:00Z",
        "12/31/2024|2024-12-31T00:00:00Z",
        "Thu, 29 Feb 2024 13:05:09 +0000|2024-02-29T13:05:09Z",
        "Thu Feb 29 2024 13:05:09 GMT+0100 (Central)|2024-02-29T12:05:09Z",
        "February 29, 2024 1:05 PM|2024-02-29T13:05:00Z"
      })
  void datesAsPeopleWriteThem(String text, String moment) {
    assertThat(LenientDate.moment(text).map(Object::toString)).contains(moment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2024-13-01",
        "2024-01-32",
        "31/12/2024",
        "2024-01-01T25:00",
        "12 Foo 2024"
      })
  void whatIsNoDate(String text) {
    assertThat(LenientDate.moment(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "01",
        "1.",
        "-",
        "+1",
        "tru",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "1 2",
        "nul",
        "{a:1}",
        "1e9999999"
      })
  void whatIsNoJson(String text) {
    assertThatThrownBy(() -> ValueReader.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON at byte ");
  }

  @Test
  void jsonComesBackAsItWas() {
    String json =
        "{\"a\":[1,2.50,-3e-7,true,false,null,\"é😀\\\"\\\\\\n"
            + "\"],\"b\":{},\"c\":[],\"\":{\"x\":\"\"}}";

    assertThat(ValueWriter.text(ValueReader.read(" " + json + "\n"))).isEqualTo(json);
    assertThat(ValueWriter.text(ValueReader.read("{\"a\":1,\"b\":2,\"a\":3}")))
        .isEqualTo("{\"a\":3,\"b\":2}");
    assertThat(ValueWriter.text(ValueReader.read("\"\\u00e9\\ud83d\\ude00\"")))
        .isEqualTo("\"é😀\"");
  }

  @Test
  void objectsWithManyMembersAreFoundByName() {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 1000; i++) {
      json.append(i == 0 ? "" : ",").append("\"k").append(i % 900).append("\":").append(i);
    }
    ObjectValue object = (ObjectValue) ValueReader.read(json.append("}").toString());

    assertThat(object.size()).isEqualTo(900);
    assertThat(object.get("k50").toString()).isEqualTo("950");
    assertThat(object.get("k899").toString()).isEqualTo("899");
    assertThat(object.get("k900")).isSameAs(Value.MISSING);
  }
}
