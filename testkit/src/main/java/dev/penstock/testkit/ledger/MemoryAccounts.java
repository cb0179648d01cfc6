package dev.penstock.testkit.ledger;

import dev.penstock.engine.pace.Accounts;
import dev.penstock.engine.pace.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Accounts that all processes of a simulation share. Used by one thread. */
final class MemoryAccounts implements Accounts {
  private final InstantSource clock;
  private final Map<String, Standing> standings = new HashMap<>();
  private final Map<String, Instant> nextPlaces = new HashMap<>();
  private final Map<String, Map<LocalDate, Long>> used = new HashMap<>();

  MemoryAccounts(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Standing standing(String account) {
    return standings.getOrDefault(account, Standing.GOOD);
  }

  @Override
  public void keep(String account, Standing standing) {
    standings.put(account, standing);
  }

  @Override
  public Grant reserve(String account, OptionalDouble perSecond, OptionalLong perDay, int wanted) {
    Instant now = clock.instant();
    LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    Map<LocalDate, Long> days = used.computeIfAbsent(account, _ -> new HashMap<>());
    long before = days.getOrDefault(day, 0L);
    long places = Math.min(wanted, perDay.orElse(Long.MAX_VALUE) - before);
    if (places <= 0) {
      Instant tomorrow = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      return new Grant(0, Duration.between(now, tomorrow));
    }
    days.put(day, before + places);
    Instant known = nextPlaces.getOrDefault(account, Instant.EPOCH);
    Instant place = known.isBefore(now) ? now : known;
    if (perSecond.isPresent()) {
      long nanos = (long) (places * 1e9 / perSecond.getAsDouble());
      nextPlaces.put(account, place.plusNanos(nanos));
    }
    return new Grant((int) places, Duration.between(now, place));
  }
}
