package dev.penstock.house;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Time, pauses, randomness and ids come in through a constructor, so a seed replays a run. */
class TimeAndChanceTest {
  /** What reads the world's clock, sleeps or rolls dice, and what to take instead. */
  private static final Map<String, String> BANNED =
      Map.ofEntries(
          Map.entry("java.lang.System.currentTimeMillis", "an InstantSource"),
          Map.entry("java.lang.Thread.sleep", "the Pause port, or make waiting a due time"),
          Map.entry("java.util.concurrent.TimeUnit.sleep", "the Pause port"),
          Map.entry("java.util.Date.<init>", "an Instant from an InstantSource"),
          Map.entry("java.util.Random.<init>", "a RandomGenerator"),
          Map.entry("java.util.concurrent.ThreadLocalRandom.current", "a RandomGenerator"),
          Map.entry("java.lang.Math.random", "a RandomGenerator"),
          Map.entry("java.util.UUID.randomUUID", "a supplier of ids"),
          Map.entry("java.time.Instant.now", "an InstantSource"),
          Map.entry("java.time.LocalDate.now", "an InstantSource and a zone"),
          Map.entry("java.time.LocalDateTime.now", "an InstantSource and a zone"),
          Map.entry("java.time.LocalTime.now", "an InstantSource and a zone"),
          Map.entry("java.time.OffsetDateTime.now", "an InstantSource and a zone"),
          Map.entry("java.time.ZonedDateTime.now", "an InstantSource and a zone"),
          Map.entry("java.time.Clock.systemUTC", "an InstantSource"),
          Map.entry("java.time.Clock.systemDefaultZone", "an InstantSource and a zone"),
          Map.entry("java.time.Clock.system", "an InstantSource and a zone"),
          Map.entry("java.time.InstantSource.system", "the InstantSource that the wiring made"));

  /** Where the world comes in: a class or a package, and why it may. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "dev.penstock.server.Main", "it is the outermost place: it makes the real clock and ids",
          "dev.penstock.server.wiring", "it is where the parts get their real clock and ids",
          "dev.penstock.connectors.sandbox.simulator.Simulator",
              "it is a server of its own: the date in its answers is the world's");

  @Test
  void time_randomness_and_ids_come_in_through_constructors() {
    var findings = new TreeSet<String>();
    Code.CLASSES.stream()
        .filter(type -> !isAllowed(type))
        .flatMap(type -> type.getAccessesFromSelf().stream())
        .forEach(access -> finding(access).ifPresent(findings::add));

    Findings.none(
        "Only the wiring touches the world's clock, sleep, randomness and ids.",
        "take the named thing by constructor; a place that is wiring is listed, with its reason, in"
            + " TimeAndChanceTest.ALLOWED.",
        findings);
  }

  private static Optional<String> finding(JavaAccess<?> access) {
    var name = access.getTargetOwner().getName() + "." + access.getTarget().getName();
    var instead = BANNED.get(name);
    if (instead == null || isHandedItsSource(access)) {
      return Optional.empty();
    }
    return Optional.of(
        "%s uses %s %s: take %s"
            .formatted(
                access.getOrigin().getFullName(), name, access.getSourceCodeLocation(), instead));
  }

  /** {@code Instant.now(clock)}, {@code new Random(seed)} and {@code new Date(millis)} are fine. */
  private static boolean isHandedItsSource(JavaAccess<?> access) {
    var call = access.getTarget().getFullName();
    return !access.getTarget().getName().equals("sleep")
        && Stream.of("()", "(java.time.ZoneId)").noneMatch(call::endsWith);
  }

  private static boolean isAllowed(JavaClass type) {
    var name = type.getName();
    return ALLOWED.keySet().stream()
        .anyMatch(
            place ->
                name.equals(place) || name.startsWith(place + "$") || name.startsWith(place + "."));
  }
}
