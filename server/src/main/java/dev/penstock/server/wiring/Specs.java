package dev.penstock.server.wiring;

import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.Pacing;
import dev.penstock.engine.deliver.RetryPolicy;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.map.FieldMapping;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.run.Guard;
import dev.penstock.engine.run.LetterSchedule;
import dev.penstock.engine.run.SyncSpec;
import dev.penstock.server.project.DestinationConfig;
import dev.penstock.server.project.ModelConfig;
import dev.penstock.server.project.Project;
import dev.penstock.server.project.SyncConfig;
import dev.penstock.storage.ledger.LedgerSettings.LeaseTimes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Turns a sync of a project into what the engine runs. */
final class Specs {
  /** More at once than this speeds up hardly any tool, and each costs a connection. */
  private static final int CONCURRENCY_AUTO_MAX = 32;

  /** A request must end while the lease is held that it was begun under. */
  private static final Duration TIMEOUT_MAX = LeaseTimes.DEFAULT.requestTimeoutMax();

  private final Project project;
  private final Connections connections;

  Specs(Project project, Connections connections) {
    this.project = project;
    this.connections = connections;
  }

  /** The sync with its connections made; they are the caller's to close. */
  SyncSpec of(SyncConfig sync) {
    ModelConfig model = Objects.requireNonNull(project.models().get(sync.model()));
    DestinationConfig config =
        Objects.requireNonNull(project.destinations().get(sync.destination()));
    Duration timeout =
        sync.delivery()
            .timeout()
            .or(() -> config.settings().duration("timeout"))
            .orElse(HttpLimits.REQUEST);
    if (timeout.compareTo(TIMEOUT_MAX) > 0) {
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Sync \"%s\" lets a request take %s; the most is 90 s, so that a run's lease outlives its requests. Lower the timeout."
              .formatted(sync.name(), timeout.toSeconds() + " s"));
    }
    int concurrency =
        switch (sync.delivery().concurrency()) {
          case SyncConfig.Concurrency.Auto _ -> CONCURRENCY_AUTO_MAX;
          case SyncConfig.Concurrency.Fixed(int requests) -> requests;
        };
    Destination destination =
        connections.destination(
            config, Optional.of(sync.action()), concurrency, sync.delivery().timeout());
    if (!destination.action().name().equals(sync.action())) {
      destination.close();
      throw new PenstockException(
          ErrorCode.CONFIG_INVALID,
          "Sync \"%s\" uses action \"%s\", but destination \"%s\" has \"%s\". Correct the sync's file."
              .formatted(sync.name(), sync.action(), config.name(), destination.action().name()));
    }
    return new SyncSpec(
        project.name(),
        sync.name(),
        connections.source(Objects.requireNonNull(project.sources().get(model.source()))),
        model.model(),
        destination,
        mapping(sync, destination),
        sync.changes(),
        switch (sync.firstRun()) {
          case SEND_ALL -> SyncSpec.FirstRun.SEND_ALL;
          case START_FROM_NOW -> SyncSpec.FirstRun.START_FROM_NOW;
        },
        policy(sync, config, concurrency, timeout),
        guard(sync.guard()),
        new LetterSchedule(
            LetterSchedule.DEFAULT.spacing(),
            Duration.ofDays(sync.retry().days()),
            sync.retry().runs()),
        RowLimits.DEFAULT);
  }

  private static Json.Obj mapping(SyncConfig sync, Destination destination) {
    return sync.mapping().orElse(null) instanceof Json.Obj given
        ? given
        : FieldMapping.wholeRow(destination.action());
  }

  private static DeliveryPolicy policy(
      SyncConfig sync, DestinationConfig config, int concurrency, Duration timeout) {
    DeliveryPolicy standard = DeliveryPolicy.DEFAULT;
    RetryPolicy retry = RetryPolicy.DEFAULT;
    var stop = sync.guard().stopWhenRejected();
    return new DeliveryPolicy(
        sync.delivery().batchRecords().orElse(standard.batchRecords()),
        (int)
            Math.min(Integer.MAX_VALUE, sync.delivery().batchBytes().orElse(standard.batchBytes())),
        concurrency,
        timeout,
        standard.quietPeriod(),
        new RetryPolicy(
            retry.base(), retry.cap(), sync.retry().tries(), sync.retry().time(), retry.waitMax()),
        switch (sync.delivery().onAmbiguous()) {
          case RESEND -> DeliveryPolicy.OnAmbiguous.RESEND;
          case HOLD -> DeliveryPolicy.OnAmbiguous.HOLD;
        },
        stop.map(SyncConfig.StopWhenRejected::after).orElse(standard.stopAfter()),
        stop.map(rule -> rule.percent().intValue()).orElse(standard.stopPercent()),
        pacing(sync.delivery(), config.limits()));
  }

  private static Pacing pacing(SyncConfig.DeliveryPolicy sync, DestinationConfig.Limits limits) {
    double ours = 1 - limits.reserve().map(Number::doubleValue).orElse(0d) / 100;
    return new Pacing(
        sync.concurrency() instanceof SyncConfig.Concurrency.Auto,
        perSecond(sync.rate(), 1),
        perSecond(limits.rate(), ours),
        limits.perDay().isPresent()
            ? OptionalLong.of(Math.max(1, (long) (limits.perDay().getAsInt() * ours)))
            : OptionalLong.empty());
  }

  private static OptionalDouble perSecond(Optional<SyncConfig.Rate> rate, double share) {
    return rate.isPresent()
        ? OptionalDouble.of(rate.get().requests() * share * 1000 / rate.get().per().toMillis())
        : OptionalDouble.empty();
  }

  private static Guard guard(SyncConfig.Guard guard) {
    Guard standard = Guard.DEFAULT;
    return new Guard(
        guard.maxDeleted().map(Number::doubleValue).orElse(standard.deletedPercentMax()),
        guard.maxChanged().map(Number::doubleValue).orElse(standard.changedPercentMax()),
        guard.minRows().orElse(standard.rowsMin()),
        guard.maxFirst().orElse(standard.firstMax()));
  }
}
