package dev.penstock.server.project;

import dev.penstock.server.project.SyncConfig.Schedule;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads when a sync runs by itself. */
final class ScheduleReader {
  /** Shorter, and ticking would cost more than running. */
  private static final Duration EVERY_MIN = Duration.ofSeconds(1);

  private static final Map<String, DayOfWeek> DAYS = days();

  private ScheduleReader() {}

  static Schedule read(Fields sync) {
    Optional<Node> node = sync.node("schedule");
    if (node.isEmpty()) {
      return new Schedule.Manual();
    }
    if (node.get() instanceof ScalarNode) {
      return sync.choice("schedule", Map.<String, Schedule>of("manual", new Schedule.Manual()))
          .orElse(new Schedule.Manual());
    }
    Optional<Schedule> schedule = sync.group("schedule").flatMap(ScheduleReader::group);
    return schedule.orElse(new Schedule.Manual());
  }

  private static Optional<Schedule> group(Fields fields) {
    List<String> kinds =
        List.of("cron", "every", "days", "after").stream().filter(fields::has).toList();
    if (kinds.size() > 1) {
      fields
          .scope()
          .problems()
          .error(
              ProblemCode.KEY_CONFLICT,
              fields.keyPlace(kinds.getLast()),
              "`" + kinds.getLast() + "` excludes `" + kinds.getFirst() + "`.",
              "Keep one of them.");
    }
    Optional<ZoneId> zone = zone(fields);
    ZoneId inZone = zone.orElse(ZoneId.of("UTC"));
    List<LocalTime> at = times(fields);
    Optional<Schedule> schedule =
        switch (kinds.isEmpty() ? "" : kinds.getFirst()) {
          case "cron" -> cron(fields).map(cron -> new Schedule.Cron(cron, inZone));
          case "every" -> fields.duration("every", EVERY_MIN).map(Schedule.Every::new);
          case "days" -> Optional.of(new Schedule.Days(weekdays(fields), at, inZone));
          case "after" -> Optional.of(new Schedule.After(fields.name("after", "after: SYNC")));
          default -> Optional.empty();
        };
    fields.refuseOthers();
    if (kinds.isEmpty()) {
      fields.missing("every", "every: 15m");
    }
    return schedule;
  }

  private static Optional<ZoneId> zone(Fields fields) {
    Optional<String> name = fields.text("timezone");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(name.get()));
    } catch (DateTimeException _) {
      fields.unknownWord(
          "timezone", name.get(), fields.valuePlace("timezone"), ZoneId.getAvailableZoneIds());
      return Optional.empty();
    }
  }

  private static Optional<String> cron(Fields fields) {
    Optional<String> text = fields.text("cron");
    if (text.isEmpty()) {
      return text;
    }
    try {
      CronTimes.of(text.get());
      return text;
    } catch (CronTimes.Fault fault) {
      fields.invalid(
          "cron",
          "`cron` is not a schedule: " + fault.getMessage() + ".",
          "Write five fields, for example `0 * * * *` for every full hour.");
      return Optional.empty();
    }
  }

  private static List<DayOfWeek> weekdays(Fields fields) {
    List<DayOfWeek> days = new ArrayList<>();
    List<String> words = fields.texts("days");
    for (int i = 0; i < words.size(); i++) {
      DayOfWeek day = DAYS.get(words.get(i));
      if (day == null) {
        fields.unknownWord("days", words.get(i), fields.itemPlace("days", i), DAYS.keySet());
      } else {
        days.add(day);
      }
    }
    if (!fields.has("at")) {
      fields.missing("at", "at: [\"08:00\"]");
    }
    return days;
  }

  private static List<LocalTime> times(Fields fields) {
    List<LocalTime> times = new ArrayList<>();
    List<String> texts = fields.texts("at");
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).matches("([01]\\d|2[0-3]):[0-5]\\d")) {
        times.add(LocalTime.parse(texts.get(i)));
      } else {
        fields
            .scope()
            .problems()
            .error(
                ProblemCode.VALUE_INVALID,
                fields.itemPlace("at", i),
                "`at` cannot be `" + texts.get(i) + "`.",
                "Write hour and minute, for example `\"08:00\"`.");
      }
    }
    return times;
  }

  private static Map<String, DayOfWeek> days() {
    Map<String, DayOfWeek> days = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      days.put(day.name().substring(0, 3).toLowerCase(java.util.Locale.ROOT), day);
    }
    return days;
  }
}
