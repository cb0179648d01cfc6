package dev.penstock.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.extract.ExtractRequest;
import dev.penstock.engine.extract.Extraction;
import dev.penstock.engine.extract.Model;
import dev.penstock.engine.extract.Source;
import dev.penstock.engine.extract.TestStep;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.RowKey;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every source must pass, whatever it reads from. */
@Timeout(120)
public abstract class SourceContract {
  /** Texts that break somewhere on the way if anything does. */
  public static final List<String> TEXTS =
      List.of(
          "",
          "null",
          " both ends ",
          "Zoë",
          "Zoe\u0308",
          "日本語",
          "👩‍👩‍👧 family",
          "\u202eright to left",
          "\u2028line",
          "\ufeffmark",
          "tab\tline\nreturn\rquote'\"back\\slash",
          "{{ }} $.x <script>",
          "\u0001control");

  private static final ColumnUse ALL = new ColumnUse.All();
  private static final ColumnUse NOTHING = new ColumnUse.Only(Set.of());

  /** A source that can read the samples. */
  protected abstract Source source();

  /** Where a sample is. */
  protected abstract Model.Rows rows(Sample sample);

  /** Whether anything was written by reading {@link Sample#WRITING}. */
  protected abstract boolean wasWrittenTo();

  /** Whether a double of this source can be NaN or infinite. */
  protected boolean hasNotNumbers() {
    return true;
  }

  /** The oddest name that a column of this source may have. */
  protected String oddestName() {
    return "😀";
  }

  /** An exact number with as many digits as this source can hold, up to 39. */
  protected String longestExact() {
    return "12345678901234567890123456789012345678.1";
  }

  protected final Model model(Sample sample) {
    return new Model("sample", rows(sample), List.of("id"));
  }

  protected final List<ReadRow> read(ExtractRequest request) {
    try (Source source = source();
        Extraction extraction = source.extract(request)) {
      var writer = new RowWriter(request.limits());
      List<ReadRow> rows = new ArrayList<>();
      while (extraction.next(writer)) {
        rows.add(ReadRow.of(extraction.columns(), writer));
      }
      assertThat(extraction.rowsSent()).isEqualTo(rows.size());
      assertThat(extraction.next(writer)).isFalse();
      return rows;
    }
  }

  protected final List<ReadRow> read(Sample sample) {
    return read(ExtractRequest.of(model(sample), ALL)).stream()
        .sorted(java.util.Comparator.comparing(ReadRow::key))
        .toList();
  }

  protected final PenstockException refused(ExtractRequest request) {
    PenstockException refused = catchThrowableOfType(PenstockException.class, () -> read(request));
    assertThat(refused).as("a refusal").isNotNull();
    return refused;
  }

  private PenstockException refused(Sample sample) {
    return refused(ExtractRequest.of(model(sample), ALL));
  }

  private List<Column> columns(ExtractRequest request) {
    try (Source source = source();
        Extraction extraction = source.extract(request)) {
      return extraction.columns().all();
    }
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  @Test
  void the_columns_are_known_before_the_first_row() {
    List<Column> columns = columns(ExtractRequest.of(model(Sample.PEOPLE), ALL));

    assertThat(names(columns)).containsExactly("id", "name", "age");
    assertThat(columns).allSatisfy(column -> assertThat(column.sourceType()).isNotBlank());
  }

  @Test
  void values_nulls_and_empty_texts_are_three_different_things() {
    assertThat(read(Sample.PEOPLE).stream().map(ReadRow::cells))
        .containsExactly(
            List.of("NUMBER:1", "TEXT:Ada", "NUMBER:36"),
            List.of("NUMBER:2", "TEXT:Grace", "NULL"),
            List.of("NUMBER:3", "TEXT:", "NUMBER:0"));
  }

  @Test
  void the_key_comes_first_in_its_own_order_and_is_a_prefix_of_the_row() {
    Model byAgeAndId = new Model("sample", rows(Sample.PEOPLE), List.of("age", "id"));

    try (Source source = source();
        Extraction extraction = source.extract(ExtractRequest.of(byAgeAndId, ALL))) {
      assertThat(names(extraction.columns().all())).containsExactly("age", "id", "name");
      assertThat(extraction.columns().keyCount()).isEqualTo(2);
      assertThat(extraction.columns().shown()).containsExactly(1, 2, 0);
      var row = new RowWriter(RowLimits.DEFAULT);
      assertThat(extraction.next(row)).isTrue();
      assertThat(row.keySize()).isPositive().isLessThan(row.size());
    }
  }

  @Test
  void only_the_columns_in_use_are_read() {
    ExtractRequest nothing = ExtractRequest.of(model(Sample.PEOPLE), NOTHING);
    ExtractRequest age =
        ExtractRequest.of(model(Sample.PEOPLE), new ColumnUse.Only(Set.of("age", "id")));

    assertThat(names(columns(nothing))).containsExactly("id");
    assertThat(names(columns(age))).containsExactly("id", "age");
  }

  @Test
  void columns_of_older_mapping_versions_come_last_and_may_be_gone() {
    var request =
        new ExtractRequest(
            model(Sample.PEOPLE),
            new ColumnUse.Only(Set.of("age")),
            new ColumnUse.Only(Set.of("name", "age", "dropped long ago")),
            RowLimits.DEFAULT);

    try (Source source = source();
        Extraction extraction = source.extract(request)) {
      assertThat(names(extraction.columns().all())).containsExactly("id", "age", "name");
      assertThat(extraction.columns().currentCount()).isEqualTo(2);
      assertThat(extraction.columns().shown()).containsExactly(0, 1);
    }
  }

  private List<String> keysFound(Sample sample, List<String> key, List<RowKey> wanted) {
    var model = new Model("sample", rows(sample), key);
    return read(ExtractRequest.of(model, ALL).only(wanted)).stream()
        .map(ReadRow::key)
        .sorted()
        .toList();
  }

  @Test
  void single_rows_are_found_by_their_keys() {
    List<RowKey> wanted = List.of(RowKey.of("3"), RowKey.of("1"), RowKey.of("99"));

    assertThat(keysFound(Sample.PEOPLE, List.of("id"), wanted)).containsExactly("1", "3");
    assertThat(keysFound(Sample.PEOPLE, List.of("id"), List.of())).isEmpty();
  }

  @Test
  void rows_are_found_by_any_text() {
    for (String text : TEXTS) {
      assertThat(keysFound(Sample.TEXTS, List.of("text"), List.of(RowKey.of(text))))
          .as("found by <%s>", text)
          .contains(text);
    }
  }

  @Test
  void rows_are_found_by_several_columns_together() {
    List<RowKey> wanted =
        List.of(RowKey.of("1", TEXTS.get(1)), RowKey.of("2", TEXTS.get(1)), RowKey.of("0", ""));

    assertThat(keysFound(Sample.TEXTS, List.of("id", "text"), wanted))
        .containsExactly("0,", "1," + TEXTS.get(1));
  }

  @Test
  void a_thousand_rows_are_found_in_one_reading() {
    List<RowKey> wanted =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(i -> RowKey.of(Integer.toString(i * 100)))
            .toList();

    assertThat(keysFound(Sample.MANY, List.of("id"), wanted)).hasSize(1_000);
  }

  @Test
  void an_empty_model_is_read_to_its_end() {
    assertThat(read(Sample.NOBODY)).isEmpty();
  }

  @Test
  void rows_sent_is_not_known_before_the_end() {
    try (Source source = source();
        Extraction extraction = source.extract(ExtractRequest.of(model(Sample.PEOPLE), ALL))) {
      assertThat(extraction.next(new RowWriter(RowLimits.DEFAULT))).isTrue();

      assertThat(catchThrowableOfType(IllegalStateException.class, extraction::rowsSent))
          .isNotNull();
    }
  }

  @Test
  void the_source_itself_counts_the_rows() {
    ExtractRequest request = ExtractRequest.of(model(Sample.MANY), ALL);
    try (Source source = source();
        Extraction extraction = source.extract(request)) {
      var row = new RowWriter(request.limits());
      long count = 0;
      while (extraction.next(row)) {
        count++;
      }

      assertThat(count).isEqualTo(100_000);
      assertThat(extraction.rowsSent()).isEqualTo(100_000);
    }
  }

  @Test
  void a_null_key_is_marked() {
    assertThat(read(Sample.NULL_KEY)).singleElement().matches(ReadRow::keyNull);
  }

  @Test
  void odd_names_match_exactly() {
    assertThat(names(columns(ExtractRequest.of(model(Sample.ODD_NAMES), ALL))))
        .containsExactly("id", "Mixed Case", "say \"hi\"", oddestName());
    assertThat(read(Sample.ODD_NAMES).getFirst().cells())
        .containsExactly("NUMBER:1", "TEXT:a", "TEXT:b", "TEXT:c");
    assertThat(
            refused(
                    ExtractRequest.of(
                        model(Sample.ODD_NAMES), new ColumnUse.Only(Set.of("mixed case"))))
                .code())
        .isEqualTo(ErrorCode.SCHEMA_DRIFT);
  }

  @Test
  void texts_arrive_byte_by_byte() {
    List<ReadRow> rows = read(ExtractRequest.of(model(Sample.TEXTS), ALL));

    assertThat(rows).hasSameSizeAs(TEXTS);
    for (ReadRow row : rows) {
      String expected = TEXTS.get(Integer.parseInt(row.key()));
      assertThat(row.cell(1)).isEqualTo("TEXT:" + expected);
    }
  }

  @Test
  void big_numbers_are_exact() {
    assertThat(read(Sample.BIG_NUMBERS).getFirst().cells())
        .containsExactly(
            "NUMBER:1",
            "NUMBER:-9223372036854775808",
            "NUMBER:9007199254740993",
            "NUMBER:" + longestExact());
  }

  @Test
  void not_a_number_and_infinity_are_marked_and_the_reading_goes_on() {
    List<String> numbers = read(Sample.NOT_NUMBERS).stream().map(row -> row.cell(1)).toList();

    if (!hasNotNumbers()) {
      assertThat(numbers).containsExactly("FLOAT:0.1");
      return;
    }
    assertThat(numbers)
        .containsExactly(
            "UNREPRESENTABLE:NaN",
            "UNREPRESENTABLE:Infinity",
            "UNREPRESENTABLE:-Infinity",
            "FLOAT:0.1");
  }

  @Test
  void a_missing_key_column_is_drift_with_the_name_that_was_meant() {
    Model wrong = new Model("sample", rows(Sample.PEOPLE), List.of("nmae"));

    PenstockException refused = refused(ExtractRequest.of(wrong, ALL));

    assertThat(refused.code()).isEqualTo(ErrorCode.SCHEMA_DRIFT);
    assertThat(refused).hasMessageContaining("\"nmae\"").hasMessageContaining("\"name\"?");
  }

  @Test
  void a_missing_mapped_column_is_drift_with_the_name_that_was_meant() {
    PenstockException refused =
        refused(ExtractRequest.of(model(Sample.PEOPLE), new ColumnUse.Only(Set.of("name", "Age"))));

    assertThat(refused.code()).isEqualTo(ErrorCode.SCHEMA_DRIFT);
    assertThat(refused).hasMessageContaining("\"Age\"").hasMessageContaining("\"age\"?");
  }

  @Test
  void an_inexact_key_is_refused() {
    PenstockException refused = refused(Sample.INEXACT_KEY);

    assertThat(refused.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
    assertThat(refused).hasMessageContaining("\"id\"");
  }

  @Test
  void duplicate_column_names_are_refused_by_name() {
    PenstockException refused = refused(Sample.DUPLICATE_NAMES);

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("\"twice\"");
  }

  @Test
  void more_than_a_thousand_columns_are_refused() {
    PenstockException refused = refused(Sample.TOO_WIDE);

    assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(refused).hasMessageContaining("1001").hasMessageContaining("1000");
  }

  @Test
  void a_broken_query_is_refused_before_the_first_row() {
    try (Source source = source()) {
      PenstockException refused =
          catchThrowableOfType(
              PenstockException.class,
              () -> source.extract(ExtractRequest.of(model(Sample.BROKEN), ALL)));

      assertThat(refused.code()).isEqualTo(ErrorCode.MODEL_QUERY);
    }
  }

  @Test
  void a_query_that_breaks_late_never_looks_complete() {
    ExtractRequest request = ExtractRequest.of(model(Sample.BREAKS_LATE), ALL);
    try (Source source = source();
        Extraction extraction = source.extract(request)) {
      var row = new RowWriter(request.limits());
      PenstockException broke =
          catchThrowableOfType(
              PenstockException.class,
              () -> {
                while (extraction.next(row)) {
                  assertThat(row.cells()).isPositive();
                }
              });

      assertThat(broke.code()).isEqualTo(ErrorCode.MODEL_QUERY);
      assertThat(catchThrowableOfType(IllegalStateException.class, extraction::rowsSent))
          .isNotNull();
    }
  }

  @Test
  void two_statements_are_refused() {
    assertThat(refused(Sample.TWO_STATEMENTS).code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(wasWrittenTo()).isFalse();
  }

  @Test
  void a_model_that_writes_is_refused_and_writes_nothing() {
    assertThat(refused(Sample.WRITING).code()).isEqualTo(ErrorCode.MODEL_QUERY);
    assertThat(wasWrittenTo()).isFalse();
  }

  @Test
  void a_huge_cell_is_marked_and_its_neighbours_are_read() {
    List<ReadRow> rows = read(ExtractRequest.of(model(Sample.HUGE_CELL), ALL));

    assertThat(rows).hasSize(3);
    assertThat(rows.stream().filter(ReadRow::oversize)).hasSize(1);
    assertThat(rows.stream().filter(row -> !row.oversize()).map(ReadRow::key))
        .containsExactlyInAnyOrder("1", "3");
  }

  @Test
  void cancel_from_another_thread_ends_a_query_that_has_sent_nothing() throws Exception {
    try (Source source = source();
        Extraction extraction = source.extract(ExtractRequest.of(model(Sample.SLOW), ALL))) {
      var failure = new AtomicReference<@Nullable PenstockException>();
      var started = new CountDownLatch(1);
      Thread reader =
          Thread.ofVirtual()
              .start(
                  () -> {
                    started.countDown();
                    failure.set(
                        catchThrowableOfType(
                            PenstockException.class,
                            () -> extraction.next(new RowWriter(RowLimits.DEFAULT))));
                  });
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

      extraction.cancel();
      extraction.cancel();

      assertThat(reader.join(java.time.Duration.ofSeconds(10))).as("next() ended").isTrue();
      assertThat(failure.get()).isNotNull().extracting("code").isEqualTo(ErrorCode.CANCELLED);
    }
  }

  @Test
  void cancel_in_the_middle_stops_the_reading() {
    try (Source source = source();
        Extraction extraction = source.extract(ExtractRequest.of(model(Sample.MANY), ALL))) {
      var row = new RowWriter(RowLimits.DEFAULT);
      assertThat(extraction.next(row)).isTrue();

      extraction.cancel();

      PenstockException failure =
          catchThrowableOfType(PenstockException.class, () -> extraction.next(row));
      assertThat(failure.code()).isEqualTo(ErrorCode.CANCELLED);
    }
  }

  @Test
  void closing_early_and_twice_is_harmless() {
    try (Source source = source()) {
      Extraction extraction = source.extract(ExtractRequest.of(model(Sample.MANY), ALL));
      assertThat(extraction.next(new RowWriter(RowLimits.DEFAULT))).isTrue();

      extraction.close();
      extraction.close();
      extraction.cancel();

      assertThat(read(Sample.PEOPLE)).hasSize(3);
    }
  }

  @Test
  void extractions_of_one_source_do_not_disturb_each_other() {
    ExtractRequest request = ExtractRequest.of(model(Sample.PEOPLE), ALL);
    try (Source source = source();
        Extraction first = source.extract(request);
        Extraction second = source.extract(request)) {
      var row = new RowWriter(RowLimits.DEFAULT);
      for (int i = 0; i < 3; i++) {
        assertThat(first.next(row)).isTrue();
        assertThat(second.next(row)).isTrue();
      }
      assertThat(first.next(row)).isFalse();
      assertThat(second.next(row)).isFalse();
    }
  }

  @Test
  void the_connection_test_passes_every_step() {
    try (Source source = source()) {
      assertThat(source.test())
          .isNotEmpty()
          .allSatisfy(step -> assertThat(step.result()).isEqualTo(TestStep.Result.PASSED));
    }
  }
}
