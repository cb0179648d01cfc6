package dev.penstock.connectors.sandbox.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads the action of one rule: an object with the member that names it and that one's details. */
final class FaultActionReader {
  /** The bomb is made by compressing that much; more would make the simulator the victim. */
  private static final int BOMB_MEGABYTES_MAX = 1024;

  static final List<String> NAMES =
      List.of(
          "status",
          "per_record",
          "delay",
          "drip",
          "apply_then_drop",
          "drop_before_apply",
          "late_apply",
          "duplicate_apply",
          "reset",
          "half_close",
          "redirect",
          "retry_after",
          "quota",
          "unauthorized_until_refresh",
          "forbidden_field",
          "too_large",
          "reject_batch",
          "reject_batch_if_contains",
          "lock_error",
          "new_required_field",
          "type_change",
          "ok_with_error_body",
          "ok_html",
          "truncated_json",
          "gzip_bomb",
          "wrong_length",
          "wrong_results",
          "latency",
          "maintenance",
          "gone");

  private static final List<ResultList> LIES =
      Arrays.stream(ResultList.values()).filter(list -> list != ResultList.RIGHT).toList();

  private final String where;
  private final List<String> problems;
  private String name = "";

  FaultActionReader(String where, List<String> problems) {
    this.where = where;
    this.problems = problems;
  }

  /** The name of the action that was read. */
  String name() {
    return name;
  }

  FaultAction read(JsonNode node) {
    if (node.has("status")) {
      name = "status";
      return answer(
          new FaultMembers(where, node, problems, "status", "body", "headers", "retry_after"));
    }
    var members = new FaultMembers(where, node, problems, NAMES.toArray(String[]::new));
    var named = NAMES.stream().filter(members::has).toList();
    if (named.size() != 1) {
      members.problem("needs exactly one of " + String.join(", ", NAMES));
      return new FaultAction.Gone();
    }
    name = named.getFirst();
    JsonNode value = members.node(name);
    return switch (name) {
      case "per_record" -> perRecord(members, value);
      case "delay" -> new FaultAction.Delay(members.duration(name));
      case "drip" -> drip(members, value);
      case "late_apply" -> new FaultAction.LateApply(members.duration(name));
      case "reset" -> new FaultAction.Reset(applied(members, value));
      case "half_close" -> new FaultAction.HalfClose(applied(members, value));
      case "redirect" -> redirect(members, value);
      case "retry_after" -> new FaultAction.Throttle(retryAfter(members, value));
      case "quota" -> quota(value);
      case "forbidden_field" -> new FaultAction.ForbiddenField(members.requiredText(name));
      case "too_large" -> tooLarge(value);
      case "reject_batch" ->
          new FaultAction.RejectBatch(Glob.ANYTHING, members.whole(name, 422, 400, 599));
      case "reject_batch_if_contains" -> rejectBatch(members, value);
      case "lock_error" -> new FaultAction.LockError(members.probability(name).orElse(1.0));
      case "new_required_field" -> newRequiredField(value);
      case "gzip_bomb" ->
          new FaultAction.GzipBomb(
              value.isNumber() ? members.whole(name, 100, 1, BOMB_MEGABYTES_MAX) : 100);
      case "wrong_length" ->
          new FaultAction.WrongLength(
              value.isNumber() ? members.whole(name, 10, -1000, 1_000_000) : 10);
      case "type_change" -> typeChange(value);
      case "wrong_results" ->
          new FaultAction.WrongResults(
              members.oneOf(name, value, LIES, ResultList::word).orElse(ResultList.SHORTER));
      case "latency" -> latency(value);
      case "maintenance" -> maintenance(value);
      default -> plain(members, value);
    };
  }

  /** The actions that have no details: {@code name: true}. */
  private FaultAction plain(FaultMembers members, JsonNode value) {
    if (name.equals("ok_with_error_body") && value.isString()) {
      return new FaultAction.OkWithErrorBody(value.stringValue());
    }
    if (!value.isBoolean() || !value.booleanValue()) {
      members.problem("takes true in \"" + name + "\"");
    }
    return switch (name) {
      case "apply_then_drop" -> new FaultAction.ApplyThenDrop();
      case "drop_before_apply" -> new FaultAction.DropBeforeApply();
      case "duplicate_apply" -> new FaultAction.DuplicateApply();
      case "unauthorized_until_refresh" -> new FaultAction.UnauthorizedUntilRefresh();
      case "ok_with_error_body" ->
          new FaultAction.OkWithErrorBody(
              "{\"error\":{\"code\":\"internal\",\"message\":\"Something went wrong.\"}}");
      case "ok_html" -> new FaultAction.OkHtml();
      case "truncated_json" -> new FaultAction.TruncatedJson();
      case "gone" -> new FaultAction.Gone();
      default -> throw new IllegalStateException("no reader for the action " + name);
    };
  }

  private FaultAction answer(FaultMembers members) {
    JsonNode body = members.node("body");
    var headers = new LinkedHashMap<String, String>();
    var given = members.node("headers");
    if (given.isObject()) {
      given.properties().forEach(e -> headers.put(e.getKey(), header(members, e)));
    }
    Optional<RetryAfter> retryAfter =
        members.has("retry_after")
            ? Optional.of(retryAfter(members, members.node("retry_after")))
            : Optional.empty();
    int status = members.whole("status", 500, 200, 599);
    String text = "{\"error\":{\"code\":\"simulated\",\"message\":\"A scripted answer.\"}}";
    if (members.has("body")) {
      text = body.isString() ? body.stringValue() : body.toString();
    }
    return new FaultAction.Answer(status, text, headers, retryAfter);
  }

  private static String header(FaultMembers members, Map.Entry<String, JsonNode> entry) {
    String value = entry.getValue().isString() ? entry.getValue().stringValue() : "";
    if (!entry.getValue().isString() || (entry.getKey() + value).matches("(?s).*[\r\n].*")) {
      members.problem("needs one line of text for each header");
      return "";
    }
    return value;
  }

  private FaultAction perRecord(FaultMembers members, JsonNode list) {
    var answers = new ArrayList<FaultAction.RecordAnswer>();
    if (!list.isArray()) {
      members.problem("needs a list in \"per_record\"");
    }
    for (JsonNode node : list) {
      var each =
          new FaultMembers(
              where + " per_record",
              node,
              problems,
              "key",
              "id",
              "status",
              "code",
              "message",
              "field");
      String key = each.text(each.has("key") ? "key" : "id").orElse("*");
      answers.add(
          new FaultAction.RecordAnswer(
              new Glob(key),
              each.whole("status", 422, 400, 599),
              each.text("code").orElse("invalid"),
              each.text("message").orElse("The record was refused."),
              each.text("field").orElse("")));
    }
    return new FaultAction.PerRecord(answers);
  }

  private FaultAction drip(FaultMembers given, JsonNode value) {
    if (!value.isObject()) {
      return new FaultAction.Drip(given.duration(name), 20);
    }
    var members = new FaultMembers(where + " drip", value, problems, "every", "bytes");
    return new FaultAction.Drip(
        members.duration("every"), members.whole("bytes", 20, 1, 1_000_000));
  }

  private boolean applied(FaultMembers members, JsonNode value) {
    boolean after = value.isString() && value.stringValue().equals("after_apply");
    if (!after && !value.isBoolean()) {
      members.problem("takes true or after_apply in \"" + name + "\"");
    }
    return after;
  }

  private FaultAction redirect(FaultMembers members, JsonNode value) {
    if (!value.isObject()) {
      return new FaultAction.Redirect(line(members, members.requiredText("redirect")), 307);
    }
    var details = new FaultMembers(where + " redirect", value, problems, "location", "status");
    return new FaultAction.Redirect(
        line(details, details.requiredText("location")), details.whole("status", 307, 300, 399));
  }

  private static String line(FaultMembers members, String text) {
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      members.problem("needs a location of one line");
    }
    return text;
  }

  private RetryAfter retryAfter(FaultMembers members, JsonNode value) {
    if (value.isObject()) {
      var details = new FaultMembers(where + " retry_after", value, problems, "form", "seconds");
      return form(details, details.requiredText("form"), details.whole("seconds", 30, 0, 999_999));
    }
    if (value.isString() && Character.isLetter((value.stringValue() + "0").charAt(0))) {
      return form(members, value.stringValue(), 30);
    }
    return new RetryAfter(
        RetryAfter.Form.SECONDS, members.duration("retry_after", value).toSeconds());
  }

  private static RetryAfter form(FaultMembers members, String word, long seconds) {
    for (RetryAfter.Form form : RetryAfter.Form.values()) {
      if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
        return new RetryAfter(form, seconds);
      }
    }
    members.problem("knows seconds, date, past, huge and garbage for Retry-After");
    return new RetryAfter(RetryAfter.Form.SECONDS, 30);
  }

  private FaultAction quota(JsonNode value) {
    var members = new FaultMembers(where + " quota", value, problems, "requests", "records", "per");
    boolean records = members.has("records");
    if (records == members.has("requests")) {
      members.problem("needs either \"requests\" or \"records\"");
    }
    int amount = members.whole(records ? "records" : "requests", 1, 0, Integer.MAX_VALUE);
    boolean daily = members.node("per").asString("").equals("day");
    Duration per = daily ? Duration.ofDays(1) : members.duration("per", Duration.ofSeconds(1));
    if (per.isZero()) {
      members.problem("needs a time above zero in \"per\"");
    }
    return new FaultAction.Quota(amount, records, per, daily);
  }

  private FaultAction tooLarge(JsonNode value) {
    var members = new FaultMembers(where + " too_large", value, problems, "bytes", "records");
    if (!members.has("bytes") && !members.has("records")) {
      members.problem("needs \"bytes\" or \"records\"");
    }
    return new FaultAction.TooLarge(
        members.whole("bytes", 0L, Long.MAX_VALUE).orElse(Long.MAX_VALUE),
        members.whole("records", Integer.MAX_VALUE, 0, Integer.MAX_VALUE));
  }

  private FaultAction rejectBatch(FaultMembers members, JsonNode value) {
    if (!value.isObject()) {
      return new FaultAction.RejectBatch(new Glob(members.requiredText(name)), 422);
    }
    var details = new FaultMembers(where + " " + name, value, problems, "key", "status");
    return new FaultAction.RejectBatch(
        new Glob(details.requiredText("key")), details.whole("status", 422, 400, 599));
  }

  private FaultAction newRequiredField(JsonNode value) {
    var members = new FaultMembers(where + " " + name, value, problems, "at", "name");
    return new FaultAction.NewRequiredField(
        members.duration("at", Duration.ZERO), members.requiredText("name"));
  }

  private FaultAction typeChange(JsonNode value) {
    var members = new FaultMembers(where + " " + name, value, problems, "at", "field", "type");
    return new FaultAction.TypeChange(
        members.duration("at", Duration.ZERO),
        members.requiredText("field"),
        members
            .oneOf("type", members.node("type"), List.of(MemberType.values()), MemberType::word)
            .orElse(MemberType.TEXT));
  }

  private FaultAction latency(JsonNode value) {
    var members = new FaultMembers(where + " latency", value, problems, "base", "knee", "slope");
    return new FaultAction.Latency(
        members.duration("base"),
        members.whole("knee", Integer.MAX_VALUE, 0, Integer.MAX_VALUE),
        members.duration("slope", Duration.ZERO));
  }

  private FaultAction maintenance(JsonNode value) {
    var members = new FaultMembers(where + " maintenance", value, problems, "from", "to");
    return new FaultAction.Maintenance(
        members.duration("from", Duration.ZERO), members.duration("to"));
  }
}
