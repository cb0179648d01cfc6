package dev.penstock.engine.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowWriterTest {
  private static final Columns ONE = Columns.of(1, List.of(new Column("c", Tag.TEXT, "text")));

  private final RowWriter row = new RowWriter(RowLimits.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "1.00, 1",
    "1, 1",
    "0.50, 0.5",
    "-0.0, 0",
    "-0, 0",
    "0, 0",
    "0.000, 0",
    "00012, 12",
    "100, 100",
    "-12.340, -12.34",
    "+7, 7",
    ".5, 0.5",
    ".0, 0",
    "10.01, 10.01",
    "-0.10, -0.1",
    "123456789012345678901234567890.1234567890, 123456789012345678901234567890.123456789"
  })
  void equal_decimals_have_one_form(String given, String canonical) {
    byte[] ascii = given.getBytes(StandardCharsets.US_ASCII);
    row.begin(1);
    row.decimal(ascii, 0, ascii.length);

    assertThat(text()).isEqualTo(canonical);
    assertThat(tag()).isEqualTo(Tag.NUMBER);
  }

  @ParameterizedTest
  @CsvSource({
    "0",
    "7",
    "-7",
    "9223372036854775807",
    "-9223372036854775808",
    "10",
    "99",
    "100",
    "-100"
  })
  void whole_numbers_look_like_decimals_of_the_same_value(long number) {
    row.begin(1);
    row.number(number);
    byte[] asNumber = bytes();
    byte[] ascii = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    row.begin(1);
    row.decimal(ascii, 0, ascii.length);

    assertThat(bytes()).isEqualTo(asNumber);
    assertThat(text()).isEqualTo(Long.toString(number));
  }

  @Test
  void dates_and_times_are_those_of_java_time_over_their_whole_range() {
    Random random = new Random(7);
    long first = LocalDate.of(1, 1, 1).toEpochDay();
    long last = LocalDate.of(9999, 12, 31).toEpochDay();
    for (int i = 0; i < 20_000; i++) {
      long day =
          i == 0 ? first : i == 1 ? last : first + (long) (random.nextDouble() * (last - first));
      row.begin(1);
      row.date(day);
      assertThat(text()).isEqualTo(LocalDate.ofEpochDay(day).toString());

      int nano = random.nextInt(4) == 0 ? 0 : random.nextInt(1_000_000) * 1000;
      long second = day * 86_400 + random.nextInt(86_400);
      row.begin(1);
      row.instant(second, nano);
      LocalDateTime expected = LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
      assertThat(text()).isEqualTo(iso(expected) + "Z");
    }
  }

  private static String iso(LocalDateTime time) {
    LocalTime clock = time.toLocalTime();
    String text = clock.toString();
    return time.toLocalDate() + "T" + (text.length() == 5 ? text + ":00" : text);
  }

  @Test
  void a_time_that_no_json_carries_is_marked() {
    row.begin(1);
    row.instant(LocalDate.of(10_000, 1, 1).toEpochDay() * 86_400, 0);

    assertThat(tag()).isEqualTo(Tag.UNREPRESENTABLE);
  }

  @Test
  void null_and_empty_and_the_word_null_are_three_things() {
    row.begin(1);
    row.nul();
    byte[] nul = bytes();
    row.begin(1);
    row.text("");
    byte[] empty = bytes();
    row.begin(1);
    row.text("null");

    assertThat(nul).isNotEqualTo(empty);
    assertThat(bytes()).isNotEqualTo(nul).isNotEqualTo(empty);
  }

  @Test
  void parts_of_a_key_do_not_run_together() {
    row.begin(2);
    row.text("a");
    row.text("bc");
    byte[] one = bytes();
    row.begin(2);
    row.text("ab");
    row.text("c");

    assertThat(bytes()).isNotEqualTo(one);
    assertThat(row.keySize()).isEqualTo(row.size());
  }

  @Test
  void json_loses_white_space_between_tokens_only() {
    byte[] json =
        "{ \"a b\" : [ 1 , 2 ],\n\t\"c\\\" \" : \" x \" }".getBytes(StandardCharsets.UTF_8);
    row.begin(1);
    row.json(json, 0, json.length);

    assertThat(text()).isEqualTo("{\"a b\":[1,2],\"c\\\" \":\" x \"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "\\ud83d\\ude00"      | JSON
          "\\u00e9 \\\\ud800"    | JSON
          "\\ud800"            | UNREPRESENTABLE
          "\\ude00"            | UNREPRESENTABLE
          {"\\uD800": 1}       | UNREPRESENTABLE
          "\\ud83dx\\ude00"     | UNREPRESENTABLE
          "\\ud83d\\\\ude00"     | UNREPRESENTABLE
          """)
  void half_a_character_in_json_is_marked(String json, Tag expected) {
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    row.begin(1);
    row.json(utf8, 0, utf8.length);

    assertThat(tag()).isEqualTo(expected);
  }

  @Test
  void json_of_a_hundred_levels_is_kept_and_deeper_is_marked() {
    row.begin(1);
    row.json(nested(100), 0, 200);
    Tag hundred = tag();
    row.begin(1);
    row.json(nested(101), 0, 202);

    assertThat(hundred).isEqualTo(Tag.JSON);
    assertThat(tag()).isEqualTo(Tag.UNREPRESENTABLE);
  }

  private static byte[] nested(int levels) {
    return ("[".repeat(levels) + "]".repeat(levels)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void long_json_that_shrinks_keeps_its_length_right() {
    String wide = "[" + " ".repeat(300) + "1]";
    byte[] json = wide.getBytes(StandardCharsets.UTF_8);
    row.begin(1);
    row.json(json, 0, json.length);

    assertThat(text()).isEqualTo("[1]");
  }

  @Test
  void a_giant_cell_is_remembered_and_not_kept() {
    RowWriter small = new RowWriter(new RowLimits(10, 100, 10));
    small.begin(1);
    small.text("key");
    small.text("much longer than ten");

    assertThat(small.oversize()).isTrue();
    assertThat(small.keyOversize()).isFalse();
    assertThat(small.size()).isLessThan(12);
  }

  @Test
  void a_giant_key_is_known_as_such_after_the_rest_of_the_row() {
    RowWriter small = new RowWriter(new RowLimits(10, 100, 10));
    small.begin(1);
    small.text("a key much longer than ten");
    small.text("rest");

    assertThat(small.keyOversize()).isTrue();
  }

  @Test
  void floats_have_their_shortest_form_and_nan_is_marked() {
    row.begin(1);
    row.floating(0.1);
    assertThat(text()).isEqualTo("0.1");
    row.begin(1);
    row.floating(-0.0);
    assertThat(text()).isEqualTo("0");
    row.begin(1);
    row.floating(1e21);
    assertThat(text()).isEqualTo("1E21");
    row.begin(1);
    row.floating(Float.NaN);
    assertThat(tag()).isEqualTo(Tag.UNREPRESENTABLE);
  }

  private byte[] bytes() {
    return java.util.Arrays.copyOf(row.array(), row.size());
  }

  private String text() {
    return view().text(0);
  }

  private Tag tag() {
    return view().tag(0);
  }

  private RowView view() {
    return new RowView(ONE).wrap(row.array(), 0, row.size());
  }
}
