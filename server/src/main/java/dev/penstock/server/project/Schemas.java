package dev.penstock.server.project;

import static dev.penstock.server.project.SchemaWords.array;
import static dev.penstock.server.project.SchemaWords.bytes;
import static dev.penstock.server.project.SchemaWords.choice;
import static dev.penstock.server.project.SchemaWords.closed;
import static dev.penstock.server.project.SchemaWords.described;
import static dev.penstock.server.project.SchemaWords.duration;
import static dev.penstock.server.project.SchemaWords.flag;
import static dev.penstock.server.project.SchemaWords.list;
import static dev.penstock.server.project.SchemaWords.listOf;
import static dev.penstock.server.project.SchemaWords.matching;
import static dev.penstock.server.project.SchemaWords.name;
import static dev.penstock.server.project.SchemaWords.obj;
import static dev.penstock.server.project.SchemaWords.percent;
import static dev.penstock.server.project.SchemaWords.rate;
import static dev.penstock.server.project.SchemaWords.scalar;
import static dev.penstock.server.project.SchemaWords.text;
import static dev.penstock.server.project.SchemaWords.whole;
import static dev.penstock.server.project.SchemaWords.with;

import dev.penstock.engine.json.Json;
import dev.penstock.server.project.ConnectorTypes.ConnectorType;
import dev.penstock.server.project.ConnectorTypes.Form;
import dev.penstock.server.project.ConnectorTypes.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * JSON Schemas (2020-12) of a project's files, for editors that complete keys while one types. They
 * know what stands in one file; {@code penstock validate} also knows what files say about each
 * other. Pure.
 */
public final class Schemas {
  private static final List<String> KINDS = List.of("added", "updated", "deleted");
  private static final List<String> WEEKDAYS =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private static final int MOST = 999_999_999;

  private Schemas() {}

  /** Each schema by the name of its file. */
  public static Map<String, Json.Obj> all() {
    Map<String, Json.Obj> schemas = new LinkedHashMap<>();
    schemas.put("penstock.json", titled("A project", project()));
    schemas.put("source.json", titled("A source", connection("source", ConnectorTypes.sources())));
    schemas.put("model.json", titled("A model", model()));
    schemas.put(
        "destination.json",
        titled("A destination", connection("destination", ConnectorTypes.destinations())));
    schemas.put("sync.json", titled("A sync", sync()));
    return schemas;
  }

  private static Json.Obj titled(String title, Json.Obj schema) {
    Map<String, Json> members = new LinkedHashMap<>();
    members.put("$schema", text("https://json-schema.org/draft/2020-12/schema"));
    members.put("title", text(title + " of Penstock"));
    members.putAll(schema.members());
    return new Json.Obj(members);
  }

  private static Json.Obj project() {
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("project", described("Held state and history are kept under this name.", name()));
    keys.put("description", scalar());
    Map<String, Json> egress = new LinkedHashMap<>();
    egress.put(
        "allow",
        described(
            "Hosts, addresses and ranges that are not public and may be sent to.",
            listOf(scalar())));
    keys.put("egress", closed(egress, List.of()));
    return closed(keys, List.of());
  }

  private static void addOwnership(Map<String, Json> keys) {
    keys.put("description", scalar());
    keys.put("owner", described("Whom to ask.", scalar()));
    keys.put("tags", listOf(scalar()));
  }

  private static Json.Obj model() {
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("model", name());
    keys.put("source", described("The source it is read from.", name()));
    keys.put("key", described("The columns that identify a row.", listOf(scalar())));
    keys.put("table", described("A table or view.", scalar()));
    keys.put("sql", described("A file with one SELECT, beside this one.", scalar()));
    keys.put("query", described("One SELECT.", scalar()));
    addOwnership(keys);
    Json one =
        array(Stream.of("table", "sql", "query").map(key -> obj("required", list(List.of(key)))));
    return with(closed(keys, List.of("model", "source", "key")), "oneOf", one);
  }

  private static Json.Obj connection(String side, Map<String, ConnectorType> types) {
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put(side, name());
    List<String> names = List.copyOf(new TreeMap<>(types).keySet());
    keys.put("type", obj("enum", list(names)));
    keys.put("settings", obj("type", text("object")));
    if (side.equals("destination")) {
      keys.put("limits", described("What the vendor lets the account send.", limits()));
    }
    addOwnership(keys);
    Json byType =
        array(
            names.stream()
                .map(
                    type ->
                        obj(
                            "if", obj("properties", obj("type", obj("const", text(type)))),
                            "then",
                                obj(
                                    "properties",
                                    obj("settings", obj("$ref", text("#/$defs/" + type)))))));
    Map<String, Json> definitions = new LinkedHashMap<>();
    new TreeMap<>(types)
        .forEach((type, form) -> definitions.put(type, settings(form.settings(), Map.of())));
    return with(
        with(closed(keys, List.of(side, "type", "settings")), "allOf", byType),
        "$defs",
        new Json.Obj(definitions));
  }

  private static Json.Obj settings(List<Setting> settings, Map<String, List<String>> needs) {
    Map<String, Json> keys = new LinkedHashMap<>();
    settings.forEach(setting -> keys.put(setting.name(), form(setting.form())));
    Json.Obj closed =
        closed(keys, settings.stream().filter(Setting::required).map(Setting::name).toList());
    if (needs.isEmpty()) {
      return closed;
    }
    return with(
        closed,
        "allOf",
        array(
            new TreeMap<>(needs)
                .entrySet().stream()
                    .map(
                        need ->
                            obj(
                                "if",
                                obj("properties", obj("type", obj("const", text(need.getKey())))),
                                "then",
                                obj("required", list(need.getValue()))))));
  }

  private static Json.Obj form(Form form) {
    return switch (form) {
      case Form.Text _ -> scalar();
      case Form.Secret _, Form.Password _ ->
          described("Keep it outside of the file: `${secret:NAME}` or `${env:NAME}`.", scalar());
      case Form.Url _ -> matching("[Hh][Tt][Tt][Pp][Ss]?://.*", ".*\\$\\{.*");
      case Form.Whole(int least, int most) -> whole(least, most);
      case Form.Flag _ -> flag();
      case Form.Time _ -> duration();
      case Form.Choice(var words) -> choice(words);
      case Form.Texts _ -> obj("type", text("object"), "additionalProperties", scalar());
      case Form.Group(var members, var needs) -> settings(members, needs);
    };
  }

  private static Json.Obj limits() {
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("rate", rate());
    keys.put("per_day", whole(1, Integer.MAX_VALUE));
    keys.put("reserve", percent());
    return closed(keys, List.of());
  }

  private static Json.Obj sync() {
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("sync", name());
    keys.put("model", name());
    keys.put("destination", name());
    keys.put("action", described("What the destination is to do with a record.", name()));
    keys.put("changes", changes());
    keys.put(
        "mapping",
        described(
            "A member for each field of the action; `$.properties.COLUMN` is a column.", obj()));
    keys.put("mapping_file", described("The mapping in a JSON file beside this one.", scalar()));
    keys.put("schedule", schedule());
    keys.put("first_run", choice(List.of("send_all", "start_from_now")));
    keys.put("delivery", delivery());
    keys.put("retry", retry());
    keys.put("guard", guard());
    keys.put("freshness", described("How old the last success may be.", duration()));
    keys.put("enabled", flag());
    keys.put("moved_from", described("The name that the sync had before.", scalar()));
    addOwnership(keys);
    return closed(keys, List.of("sync", "model", "destination", "action"));
  }

  private static Json.Obj changes() {
    Json.Obj kind = obj("enum", list(KINDS));
    return described(
        "Which changes are sent; `mirror` is all three.",
        obj(
            "anyOf",
            array(
                Stream.of(
                    obj("enum", list(List.of("mirror", "added", "updated", "deleted"))),
                    obj("type", text("array"), "items", kind, "minItems", number(1)),
                    obj("const", list(List.of("mirror")))))));
  }

  private static Json number(int value) {
    return new Json.Num(java.math.BigDecimal.valueOf(value));
  }

  private static Json.Obj schedule() {
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("every", duration());
    keys.put(
        "cron",
        described("Minute, hour, day of month, month, day of week.", matching("\\S+( +\\S+){4}")));
    keys.put("days", listOf(obj("enum", list(WEEKDAYS))));
    keys.put("at", listOf(matching("([01]\\d|2[0-3]):[0-5]\\d")));
    keys.put("after", described("The sync to wait for.", name()));
    keys.put("timezone", described("For example Europe/Berlin.", scalar()));
    Json one =
        array(
            Stream.of("every", "cron", "days", "after")
                .map(key -> obj("required", list(List.of(key)))));
    return obj(
        "anyOf",
        array(
            Stream.of(obj("const", text("manual")), with(closed(keys, List.of()), "oneOf", one))));
  }

  private static Json.Obj delivery() {
    Map<String, Json> batch = new LinkedHashMap<>();
    batch.put("records", whole(1, SyncReader.BATCH_RECORDS_MAX));
    batch.put("bytes", bytes());
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("batch", closed(batch, List.of()));
    keys.put(
        "concurrency",
        obj(
            "anyOf",
            array(Stream.of(obj("const", text("auto")), whole(1, SyncReader.CONCURRENCY_MAX)))));
    keys.put("rate", rate());
    keys.put("on_ambiguous", choice(List.of("resend", "hold")));
    keys.put("timeout", duration());
    return closed(keys, List.of());
  }

  private static Json.Obj retry() {
    Map<String, Json> inRun = new LinkedHashMap<>();
    inRun.put("tries", whole(0, 1_000));
    inRun.put("time", duration());
    Map<String, Json> overRuns = new LinkedHashMap<>();
    overRuns.put("days", whole(0, 365));
    overRuns.put("runs", whole(0, 1_000));
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("in_run", closed(inRun, List.of()));
    keys.put("over_runs", closed(overRuns, List.of()));
    return closed(keys, List.of());
  }

  private static Json.Obj guard() {
    Map<String, Json> stop = new LinkedHashMap<>();
    stop.put("percent", whole(1, 100));
    stop.put("after", whole(1, MOST));
    Map<String, Json> keys = new LinkedHashMap<>();
    keys.put("max_deleted", percent());
    keys.put("max_changed", percent());
    keys.put("min_rows", whole(0, MOST));
    keys.put("max_first", whole(0, MOST));
    keys.put("stop_when_rejected", closed(stop, List.of("percent")));
    return closed(keys, List.of());
  }
}
