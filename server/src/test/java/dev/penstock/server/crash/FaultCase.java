package dev.penstock.server.crash;

import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.run.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * One action of the fault language, and how a run ends that meets it.
 *
 * @param rules a JSON list with single quotes
 * @param code the exit code of the run that meets it
 * @param error what its run says, if anything
 * @param letter the code of the dead letters that it leaves; empty when there must be none
 * @param named the keys of those letters; empty for the records that the tool says it refused
 * @param always whether every build tries it
 */
record FaultCase(
    Shape shape,
    String rules,
    int code,
    RunStatus status,
    Optional<ErrorCode> error,
    Optional<ErrorCode> letter,
    Set<String> named,
    boolean always) {

  /** Everything is delivered in spite of it. */
  private static FaultCase passes(Shape shape, String rules) {
    return new FaultCase(
        shape, rules, 0, RunStatus.SUCCEEDED, Optional.empty(), Optional.empty(), Set.of(), false);
  }

  /** The destination holds the run off; the next one goes on. */
  private static FaultCase defers(Shape shape, ErrorCode error, String rules) {
    return new FaultCase(
        shape,
        rules,
        10,
        RunStatus.DEFERRED,
        Optional.of(error),
        Optional.empty(),
        Set.of(),
        false);
  }

  /** A person has to do something about the destination. */
  private static FaultCase fails(Shape shape, ErrorCode error, String rules) {
    return new FaultCase(
        shape, rules, 1, RunStatus.FAILED, Optional.of(error), Optional.empty(), Set.of(), false);
  }

  /** Some records are refused, the others delivered. */
  private static FaultCase refuses(Shape shape, ErrorCode letter, String rules, String... named) {
    return new FaultCase(
        shape,
        rules,
        3,
        RunStatus.PARTIAL,
        Optional.empty(),
        Optional.of(letter),
        Set.of(named),
        false);
  }

  /** The same in every build. */
  private FaultCase inEveryBuild() {
    return new FaultCase(shape, rules, code, status, error, letter, named, true);
  }

  /** A day's quota is called too many requests while its end is less than an hour away. */
  boolean allows(Optional<ErrorCode> seen) {
    boolean sameForAnHour =
        rules.contains("'per':'day'") && seen.equals(Optional.of(ErrorCode.QUOTA_EXHAUSTED));
    return sameForAnHour || seen.equals(error);
  }

  FaultScript script() {
    return FaultScript.parse(JsonMapper.shared().readTree(rules.replace('\'', '"')));
  }

  /** The name of its action. */
  String action() {
    return script().rules().getFirst().name();
  }

  private static String every(int n, String action) {
    return "[{'match':{'every':" + n + "},'action':{" + action + "}}]";
  }

  /** Only the second request, which is in the middle of the first kind of change. */
  private static String once(String action) {
    return "[{'match':{'nth':2},'action':{" + action + "}}]";
  }

  private static String all(String action) {
    return "[{'action':{" + action + "}}]";
  }

  static List<FaultCase> list() {
    return List.of(
        // The tool says no, or not now.
        passes(Shape.ARRAY, every(4, "'status':500")),
        passes(Shape.ARRAY, every(3, "'status':503,'retry_after':1")).inEveryBuild(),
        defers(Shape.ARRAY, ErrorCode.DESTINATION_DOWN, all("'status':503,'retry_after':0")),
        passes(Shape.SANDBOX, every(4, "'status':408")),
        passes(Shape.SANDBOX, every(4, "'status':425")),
        passes(Shape.ARRAY, every(4, "'retry_after':1")),
        passes(Shape.ARRAY, every(4, "'retry_after':{'form':'date','seconds':2}")),
        passes(Shape.ARRAY, every(4, "'retry_after':'past'")),
        passes(Shape.ARRAY, every(4, "'retry_after':'garbage'")),
        defers(Shape.ARRAY, ErrorCode.QUOTA_EXHAUSTED, once("'retry_after':'huge'")).inEveryBuild(),
        passes(Shape.ARRAY, all("'quota':{'requests':4,'per':'1s'}")),
        passes(Shape.SANDBOX, all("'quota':{'records':60,'per':'1s'}")),
        defers(Shape.ARRAY, ErrorCode.RATE_LIMITED, all("'quota':{'requests':4,'per':'day'}")),
        passes(Shape.ARRAY, all("'maintenance':{'from':0,'to':'3s'}")),
        fails(Shape.ARRAY, ErrorCode.AUTH_EXPIRED, all("'unauthorized_until_refresh':true"))
            .inEveryBuild(),
        fails(Shape.ARRAY, ErrorCode.DESTINATION_CONFIG, once("'redirect':'http://127.0.0.1:9/'")),
        fails(Shape.SANDBOX, ErrorCode.DESTINATION_GONE, once("'gone':true")),
        passes(Shape.ARRAY, all("'too_large':{'records':8}")),
        passes(Shape.ARRAY, all("'too_large':{'bytes':700}")),
        passes(Shape.ARRAY, once("'reject_batch':422")),
        refuses(Shape.ARRAY, ErrorCode.FIELD_INVALID, all("'reject_batch_if_contains':'77'"), "77")
            .inEveryBuild(),
        // Single records are refused.
        refuses(
            Shape.SANDBOX,
            ErrorCode.FIELD_INVALID,
            all("'per_record':[{'key':'7*','code':'invalid_field','field':'name'}]")),
        refuses(Shape.SANDBOX, ErrorCode.FIELD_FORBIDDEN, once("'forbidden_field':'note'")),
        refuses(
            Shape.SANDBOX, ErrorCode.MISSING_REQUIRED, once("'new_required_field':{'name':'x'}")),
        refuses(
            Shape.SANDBOX,
            ErrorCode.TYPE_MISMATCH,
            once("'type_change':{'field':'revision','type':'text'}")),
        passes(Shape.SANDBOX, "[{'match':{'every':2},'action':{'lock_error':0.5},'times':2}]"),
        // Nobody knows what happened.
        passes(Shape.ARRAY, every(4, "'apply_then_drop':true")).inEveryBuild(),
        passes(Shape.RECORD, every(20, "'apply_then_drop':true")),
        passes(Shape.ARRAY, every(4, "'drop_before_apply':true")),
        passes(Shape.ARRAY, every(4, "'late_apply':'3s'")),
        passes(Shape.SANDBOX, every(4, "'late_apply':'3s'")),
        passes(Shape.ARRAY, every(3, "'duplicate_apply':true")),
        passes(Shape.ARRAY, every(4, "'reset':true")),
        passes(Shape.ARRAY, every(4, "'reset':'after_apply'")),
        passes(Shape.ARRAY, every(4, "'half_close':true")),
        passes(Shape.SANDBOX, every(4, "'half_close':'after_apply'")),
        // The answer is no use.
        passes(Shape.SANDBOX, every(4, "'ok_with_error_body':true")),
        passes(Shape.SANDBOX, every(4, "'ok_html':true")),
        passes(Shape.SANDBOX, every(4, "'truncated_json':true")),
        passes(Shape.SANDBOX, every(4, "'wrong_length':-5")),
        passes(Shape.ARRAY, every(4, "'wrong_length':40")),
        passes(Shape.SANDBOX, every(4, "'wrong_results':'shorter'")).inEveryBuild(),
        passes(Shape.SANDBOX, every(4, "'wrong_results':'longer'")),
        passes(Shape.SANDBOX, every(4, "'wrong_results':'reordered'")),
        passes(Shape.SANDBOX, every(4, "'wrong_results':'unknown_id'")),
        passes(Shape.SANDBOX, every(4, "'gzip_bomb':64")),
        // It takes long.
        passes(Shape.ARRAY, every(4, "'delay':'3s'")),
        passes(Shape.ARRAY, all("'latency':{'base':'50ms','knee':1,'slope':'200ms'}")),
        passes(Shape.ARRAY, every(4, "'drip':{'every':'100ms','bytes':100}")));
  }
}
