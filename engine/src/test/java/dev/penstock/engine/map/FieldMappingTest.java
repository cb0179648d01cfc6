package dev.penstock.engine.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.deliver.Action;
import dev.penstock.engine.deliver.DeliveryLevel;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.Failure;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.extract.ColumnUse;
import dev.penstock.engine.field.FieldReader;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.json.JsonReader;
import dev.penstock.engine.json.JsonWriter;
import dev.penstock.engine.row.Column;
import dev.penstock.engine.row.Columns;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.row.RowView;
import dev.penstock.engine.row.RowWriter;
import dev.penstock.engine.row.Tag;
import dev.penstock.engine.value.ValueReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldMappingTest {
  private static final Action SEND = action(Optional.of("data"), "data", false);
  private static final Action UPSERT = action(Optional.empty(), "id", true);
  private static final Action CONTACT =
      new Action(
          "contact",
          "Writes a contact.",
          FieldReader.read(
                  ValueReader.read(
                      """
                      {"id": {"label": "Id", "type": "string", "required": true, "maximum": 7},
                       "n": {"label": "N", "type": "integer"},
                       "kind": {"label": "Kind", "type": "string", "choices": ["a", "b"]},
                       "tags": {"label": "Tags", "type": "string", "multiple": true},
                       "gone": {"label": "Gone", "type": "string"},
                       "empty": {"label": "Empty", "type": "number"},
                       "lines": {"label": "Lines", "type": "object", "multiple": true,
                         "properties": {"sku": {"label": "Sku", "type": "string", "required": true}}}}\
                      """))
              .stream()
              .map(rule -> new Action.ActionField(rule, ""))
              .toList(),
          Optional.empty(),
          DeliveryLevel.B,
          1,
          1,
          false);

  private static final Columns COLUMNS =
      Columns.of(
          1,
          List.of(
              new Column("id", Tag.NUMBER, "int8"),
              new Column("name", Tag.TEXT, "text"),
              new Column("tags", Tag.JSON, "jsonb"),
              new Column("score", Tag.FLOAT, "float8")));

  private final RowWriter row = new RowWriter(RowLimits.DEFAULT);

  @Test
  void the_whole_row_is_an_object_of_its_columns() {
    FieldMapping mapping = FieldMapping.compile(FieldMapping.wholeRow(SEND), SEND);
    ada();

    assertThat(render(mapping))
        .isEqualTo("{\"id\":1,\"name\":\"Ada \\\"L\\\"\",\"tags\":[\"x\"],\"score\":1.5}");
    assertThat(mapping.columns()).isEqualTo(new ColumnUse.All());
  }

  @Test
  void fields_are_filled_from_columns_and_literals() {
    FieldMapping mapping =
        compile(
            "{\"data\":{\"n\":{\"@path\":\"$.properties.name\"},\"k\":\"fixed\",\"l\":[1,{\"@path\":\"$.properties.id\"}]}}",
            SEND);
    ada();

    assertThat(render(mapping)).isEqualTo("{\"n\":\"Ada \\\"L\\\"\",\"k\":\"fixed\",\"l\":[1,1]}");
    assertThat(mapping.columns()).isEqualTo(new ColumnUse.Only(Set.of("name", "id")));
  }

  @Test
  void a_deleted_row_sends_null_where_only_the_key_is_known() {
    FieldMapping mapping = FieldMapping.compile(FieldMapping.wholeRow(SEND), SEND);
    row.begin(1);
    row.number(1);

    assertThat(render(mapping)).isEqualTo("{\"id\":1,\"name\":null,\"tags\":null,\"score\":null}");
  }

  @Test
  void a_missing_required_field_names_the_field() {
    FieldMapping mapping = compile("{\"id\":{\"@path\":\"$.properties.name\"}}", UPSERT);
    row.begin(1);
    row.number(1);
    row.nul();
    row.nul();
    row.nul();

    Failure failure = failure(mapping);

    assertThat(failure.code()).isEqualTo(ErrorCode.MISSING_REQUIRED);
    assertThat(failure.field()).contains("id");
  }

  @Test
  void not_a_number_is_a_failure_of_the_record_and_leaves_the_writer_as_it_was() {
    FieldMapping mapping = FieldMapping.compile(FieldMapping.wholeRow(SEND), SEND);
    notANumber();

    assertThat(failure(mapping).code()).isEqualTo(ErrorCode.UNREPRESENTABLE);
  }

  @Test
  void equal_definitions_have_equal_versions_and_others_do_not() {
    String one = "{\"data\":{\"n\":{\"@path\":\"$.properties.name\"}}}";
    String other = "{\"data\":{\"m\":{\"@path\":\"$.properties.name\"}}}";

    assertThat(compile(one, SEND).version()).isEqualTo(compile(one, SEND).version());
    assertThat(compile(one, SEND).version()).isNotEqualTo(compile(other, SEND).version());
  }

  @Test
  void mistakes_are_named() {
    assertInvalid("{\"wrong\":1}", SEND, "field \"wrong\"");
    assertInvalid("{}", UPSERT, "needs field \"id\"");
    assertInvalid("{\"data\":{\"@path\":\"$.email\"}}", SEND, "$.properties.email");
    assertInvalid("{\"data\":{\"@template\":\"{{email}}\"}}", SEND, "$.properties.email");
    assertInvalid("{\"data\":{\"@liquid\":\"{% for a in b %}\"}}", SEND, "is disabled");
    assertInvalid("{\"data\":[{\"@nope\":1}]}", SEND, "@nope");
    assertInvalid("{\"data\":{\"@path\":1}}", SEND, "/data/@path should be a string");
  }

  @Test
  void directives_read_inside_columns_and_compute() {
    FieldMapping mapping =
        compile(
            """
            {"data": {
              "first": {"@path": "$.properties.tags[0]"},
              "none": {"@path": "$.properties.tags[7]"},
              "hello": {"@template": "{{properties.name}} ({{properties.score}})"},
              "up": {"@liquid": "{{ properties.name | upcase }}"},
              "event": {"@path": "$.event"},
              "id": {"@path": "$.__segment_id"},
              "user": {"@path": "$.userId"}}}\
            """,
            SEND);
    ada();

    assertThat(render(mapping))
        .isEqualTo(
            "{\"first\":\"x\",\"hello\":\"Ada \\\"L\\\" (1.5)\",\"up\":\"ADA \\\"L\\\"\","
                + "\"event\":\"new\",\"id\":\"1\"}");
    assertThat(mapping.columns()).isEqualTo(new ColumnUse.Only(Set.of("tags", "name", "score")));
  }

  @Test
  void what_may_read_anything_reads_every_column() {
    for (String argument :
        List.of(
            "{\"@path\":{\"@template\":\"$.properties.{{properties.name}}\"}}",
            "{\"@liquid\":\"{{ properties[event] }}\"}",
            "{\"@template\":\"{{{properties.name}}}\"}",
            "{\"@flatten\":{\"separator\":\"_\",\"value\":{\"@path\":\"$.\"}}}")) {
      assertThat(compile("{\"data\":" + argument + "}", SEND).columns())
          .as(argument)
          .isEqualTo(new ColumnUse.All());
    }
  }

  @Test
  void a_field_that_makes_nothing_is_left_out_and_missed_where_it_is_required() {
    ada();
    assertThat(failure(compile("{\"id\":{\"@path\":\"$.properties.tags.none\"}}", UPSERT)).code())
        .isEqualTo(ErrorCode.MISSING_REQUIRED);
  }

  @Test
  void a_part_that_fails_for_a_row_is_a_failure_of_the_record_and_names_the_field() {
    FieldMapping mapping =
        compile("{\"data\":{\"@path\":{\"@path\":\"$.properties.score\"}}}", SEND);
    ada();

    Failure failure = failure(mapping);

    assertThat(failure.code()).isEqualTo(ErrorCode.EXPRESSION);
    assertThat(failure.theirs()).isEqualTo("@path: expected string, got number");
    assertThat(failure.field()).contains("data");
  }

  @Test
  void a_directive_may_make_all_fields() {
    FieldMapping mapping =
        compile(
            "{\"@merge\":{\"direction\":\"right\",\"objects\":[{\"id\":7,\"odd\":1},"
                + "{\"id\":{\"@path\":\"$.properties.id\"}}]}}",
            UPSERT);
    ada();

    assertThat(render(mapping)).isEqualTo("{\"id\":1}");
  }

  @Test
  void not_a_number_inside_a_computation_is_told_too() {
    FieldMapping mapping = compile("{\"data\":{\"@template\":\"{{properties.score}}\"}}", SEND);
    notANumber();

    assertThat(failure(mapping).code()).isEqualTo(ErrorCode.UNREPRESENTABLE);
  }

  @Test
  void fields_with_rules_convert_leave_out_and_drop() {
    FieldMapping mapping =
        compile(
            """
            {"id": {"@path": "$.properties.name"}, "n": "7", "tags": {"@path": "$.properties.tags"},
             "gone": {"@path": "$.properties.tags.none"}, "empty": ""}\
            """,
            CONTACT);
    ada();

    assertThat(render(mapping)).isEqualTo("{\"id\":\"Ada \\\"L\\\"\",\"n\":7,\"tags\":[\"x\"]}");
  }

  @Test
  void what_does_not_fit_its_field_is_a_failure_that_names_field_and_kind() {
    ada();

    assertFails("{\"id\":\"a\",\"n\":\"x\"}", "n", ErrorCode.TYPE_MISMATCH);
    assertFails("{\"id\":null,\"n\":1}", "id", ErrorCode.MISSING_REQUIRED);
    assertFails("{\"id\":\"a\",\"kind\":\"z\"}", "kind", ErrorCode.ENUM_UNKNOWN);
    assertFails("{\"id\":\"abcdefgh\"}", "id", ErrorCode.FIELD_TOO_LONG);
    assertFails("{\"id\":\"a\",\"lines\":[{\"sku\":[1,2]}]}", "lines", ErrorCode.TYPE_MISMATCH);
    assertFails("{\"id\":\"a\",\"lines\":[{}]}", "lines", ErrorCode.MISSING_REQUIRED);
  }

  private void assertFails(String definition, String field, ErrorCode code) {
    Failure failure = failure(compile(definition, CONTACT));
    assertThat(failure.code()).as(definition).isEqualTo(code);
    assertThat(failure.field()).as(definition).contains(field);
  }

  @Test
  void a_column_that_is_gone_is_drift() {
    FieldMapping mapping = compile("{\"data\":{\"@path\":\"$.properties.gone\"}}", SEND);

    assertThatThrownBy(() -> mapping.bind(COLUMNS))
        .isInstanceOfSatisfying(
            PenstockException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCHEMA_DRIFT))
        .hasMessageContaining("\"gone\"");
  }

  private void ada() {
    byte[] tags = "[\"x\"]".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    row.begin(1);
    row.number(1);
    row.text("Ada \"L\"");
    row.json(tags, 0, tags.length);
    row.floating(1.5);
  }

  private void notANumber() {
    row.begin(1);
    row.number(1);
    row.nul();
    row.nul();
    row.floating(Double.NaN);
  }

  private String render(FieldMapping mapping) {
    JsonWriter out = new JsonWriter();
    assertThat(mapping.bind(COLUMNS).render(view(), Kind.ADDED, out)).isEmpty();
    return out.text();
  }

  private Failure failure(FieldMapping mapping) {
    JsonWriter out = new JsonWriter();
    out.put('x');
    Optional<Failure> failure = mapping.bind(COLUMNS).render(view(), Kind.ADDED, out);
    assertThat(out.text()).isEqualTo("x");
    return failure.orElseThrow();
  }

  private RowView view() {
    return new RowView(COLUMNS).wrap(row.array(), 0, row.size());
  }

  private static FieldMapping compile(String json, Action action) {
    return FieldMapping.compile((Json.Obj) JsonReader.read(json), action);
  }

  private static void assertInvalid(String json, Action action, String words) {
    assertThatThrownBy(() -> compile(json, action))
        .isInstanceOfSatisfying(
            PenstockException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining(words);
  }

  private static Action action(Optional<String> unwrapped, String field, boolean required) {
    return new Action(
        "act",
        "A test action.",
        List.of(new Action.ActionField(field, "A field.", required)),
        unwrapped,
        DeliveryLevel.B,
        100,
        1 << 20,
        true);
  }
}
