package dev.penstock.server.project;

import dev.penstock.engine.change.Selection;
import dev.penstock.engine.json.Json;
import dev.penstock.server.project.SyncConfig.Concurrency;
import dev.penstock.server.project.SyncConfig.DeliveryPolicy;
import dev.penstock.server.project.SyncConfig.FirstRun;
import dev.penstock.server.project.SyncConfig.Guard;
import dev.penstock.server.project.SyncConfig.OnAmbiguous;
import dev.penstock.server.project.SyncConfig.RetryPolicy;
import dev.penstock.server.project.SyncConfig.StopWhenRejected;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the file of a sync. */
final class SyncReader {
  /** More requests at once than any destination accepts. */
  static final int CONCURRENCY_MAX = 1_000;

  /** More records than any destination takes in a request. */
  static final int BATCH_RECORDS_MAX = 100_000;

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final ProjectPaths paths;

  SyncReader(ProjectPaths paths) {
    this.paths = paths;
  }

  SyncConfig read(Fields fields) {
    String name = fields.name("sync", "sync: NAME");
    String model = fields.name("model", "model: NAME");
    String destination = fields.name("destination", "destination: NAME");
    String action = fields.name("action", "action: send");
    SyncConfig sync =
        new SyncConfig(
            name,
            model,
            destination,
            action,
            changes(fields),
            mapping(fields),
            ScheduleReader.read(fields),
            fields
                .choice(
                    "first_run",
                    Map.of(
                        "send_all", FirstRun.SEND_ALL, "start_from_now", FirstRun.START_FROM_NOW))
                .orElse(FirstRun.SEND_ALL),
            fields.group("delivery").map(SyncReader::delivery).orElse(DeliveryPolicy.STANDARD),
            fields.group("retry").map(SyncReader::retry).orElse(RetryPolicy.STANDARD),
            fields.group("guard").map(SyncReader::guard).orElse(Guard.STANDARD),
            fields.duration("freshness", SHORTEST),
            fields.flag("enabled", true),
            fields.ownership(),
            fields.valuePlace("sync"));
    Optional<String> movedFrom = fields.text("moved_from", References.Allowed.NONE);
    if (movedFrom.isPresent() && movedFrom.get().equals(name)) {
      fields.invalid(
          "moved_from",
          "`" + name + "` cannot be moved from itself.",
          "Write the name that the sync had before, or leave the key out.");
    }
    fields.refuseOthers();
    return sync;
  }

  private static Selection changes(Fields fields) {
    if (!fields.has("changes")) {
      return Selection.ADDED_AND_UPDATED;
    }
    List<String> words = fields.texts("changes");
    if (words.equals(List.of("mirror"))) {
      return Selection.MIRROR;
    }
    List<String> known = List.of("added", "updated", "deleted", "mirror");
    boolean right = true;
    for (int i = 0; i < words.size(); i++) {
      if (!known.contains(words.get(i))) {
        fields.unknownWord("changes", words.get(i), fields.itemPlace("changes", i), known);
        right = false;
      }
    }
    if (right && (words.isEmpty() || words.contains("mirror"))) {
      fields.invalid(
          "changes",
          words.isEmpty()
              ? "`changes` names no kind of change."
              : "`mirror` is all changes, so nothing stands beside it.",
          "Write `[added, updated]`, `[added, updated, deleted]` or `mirror`.");
      right = false;
    }
    return right
        ? new Selection(
            words.contains("added"), words.contains("updated"), words.contains("deleted"))
        : Selection.ADDED_AND_UPDATED;
  }

  private Optional<Json> mapping(Fields fields) {
    Optional<Node> inline = fields.node("mapping");
    Optional<String> file = fields.text("mapping_file");
    if (inline.isPresent() && fields.has("mapping_file")) {
      fields
          .scope()
          .problems()
          .error(
              ProblemCode.KEY_CONFLICT,
              fields.keyPlace("mapping_file"),
              "`mapping_file` excludes `mapping`.",
              "Keep one of them.");
    }
    if (inline.isPresent()) {
      return inline.map(new MappingReader(fields.scope())::expanded);
    }
    return file.flatMap(path -> paths.mapping(path, fields));
  }

  private static DeliveryPolicy delivery(Fields fields) {
    Optional<Fields> batch = fields.group("batch");
    OptionalInt records = OptionalInt.empty();
    OptionalLong bytes = OptionalLong.empty();
    if (batch.isPresent()) {
      records = batch.get().number("records", 1, BATCH_RECORDS_MAX);
      bytes =
          batch
              .get()
              .parsed(
                  "bytes",
                  "a size",
                  text -> Quantities.bytes(text).stream().boxed().findFirst().filter(n -> n > 0),
                  _ -> "Write a number with kB, MB, KiB or MiB, for example `1MB`.")
              .map(OptionalLong::of)
              .orElse(OptionalLong.empty());
      batch.get().refuseOthers();
    }
    DeliveryPolicy delivery =
        new DeliveryPolicy(
            records,
            bytes,
            concurrency(fields),
            fields.rate("rate"),
            fields
                .choice(
                    "on_ambiguous", Map.of("resend", OnAmbiguous.RESEND, "hold", OnAmbiguous.HOLD))
                .orElse(OnAmbiguous.RESEND),
            fields.duration("timeout", SHORTEST));
    fields.refuseOthers();
    return delivery;
  }

  private static Concurrency concurrency(Fields fields) {
    Optional<Concurrency> concurrency =
        fields.parsed(
            "concurrency",
            "a whole number or auto",
            SyncReader::concurrency,
            _ -> "Write `auto` or a number from 1 to " + CONCURRENCY_MAX + ".");
    return concurrency.orElse(new Concurrency.Auto());
  }

  private static Optional<Concurrency> concurrency(String text) {
    if (text.equals("auto")) {
      return Optional.of(new Concurrency.Auto());
    }
    return text.matches("\\d{1,4}")
        ? Optional.of(Integer.parseInt(text))
            .filter(requests -> requests >= 1 && requests <= CONCURRENCY_MAX)
            .map(Concurrency.Fixed::new)
        : Optional.empty();
  }

  private static RetryPolicy retry(Fields fields) {
    RetryPolicy usual = RetryPolicy.STANDARD;
    Optional<Fields> inRun = fields.group("in_run");
    Optional<Fields> overRuns = fields.group("over_runs");
    RetryPolicy retry =
        new RetryPolicy(
            number(inRun, "tries", 1_000, usual.tries()),
            inRun.flatMap(f -> f.duration("time", SHORTEST)).orElse(usual.time()),
            number(overRuns, "days", 365, usual.days()),
            number(overRuns, "runs", 1_000, usual.runs()));
    inRun.ifPresent(Fields::refuseOthers);
    overRuns.ifPresent(Fields::refuseOthers);
    fields.refuseOthers();
    return retry;
  }

  private static int number(Optional<Fields> fields, String key, int most, int usual) {
    return fields.map(f -> f.number(key, 0, most).orElse(usual)).orElse(usual);
  }

  private static Guard guard(Fields fields) {
    Guard guard =
        new Guard(
            fields.percent("max_deleted"),
            fields.percent("max_changed"),
            rows(fields, "min_rows"),
            rows(fields, "max_first"),
            fields.group("stop_when_rejected").map(SyncReader::stop));
    fields.refuseOthers();
    return guard;
  }

  private static OptionalLong rows(Fields fields, String key) {
    OptionalInt rows = fields.number(key, 0, 999_999_999);
    return rows.isPresent() ? OptionalLong.of(rows.getAsInt()) : OptionalLong.empty();
  }

  private static StopWhenRejected stop(Fields fields) {
    OptionalInt percent = fields.number("percent", 1, 100);
    OptionalInt after = fields.number("after", 1, 999_999_999);
    if (!fields.has("percent")) {
      fields.missing("percent", "percent: 20");
    }
    fields.refuseOthers();
    return new StopWhenRejected(BigDecimal.valueOf(percent.orElse(100)), after.orElse(1));
  }
}
