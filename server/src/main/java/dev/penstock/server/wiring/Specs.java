package dev.penstock.server.wiring;

import dev.penstock.connectors.http.HttpLimits;
import dev.penstock.engine.deliver.DeliveryPolicy;
import dev.penstock.engine.deliver.Destination;
import dev.penstock.engine.deliver.RetryPolicy;
import dev.penstock.engine.error.ErrorCode;
import dev.penstock.engine.error.PenstockException;
import dev.penstock.engine.json.Json;
import dev.penstock.engine.map.FieldMapping;
import dev.penstock.engine.row.RowLimits;
import dev.penstock.engine.run.Guard;
import dev.penstock.engine.run.SyncSpec;
import dev.penstock.server.project.DestinationConfig;
import dev.penstock.server.project.ModelConfig;
import dev.penstock.server.project.Project;
import dev.penstock.server.project.SyncConfig;
import dev.penstock.storage.ledger.LedgerSettings.LeaseTimes;
import java.time.Duration;
import java.util.Objects;

/** Turns a sync of a project into what the engine runs. */
final class Specs {
  /** What a destination of unknown strength bears. */
  private static final int CONCURRENCY = 4;

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
          case SyncConfig.Concurrency.Auto _ -> CONCURRENCY;
          case SyncConfig.Concurrency.Fixed(int requests) -> requests;
        };
    Destination destination =
        connections.destination(config, concurrency, sync.delivery().timeout());
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
        policy(sync, concurrency, timeout),
        guard(sync.guard()),
        RowLimits.DEFAULT);
  }

  private static Json.Obj mapping(SyncConfig sync, Destination destination) {
    return sync.mapping().orElse(null) instanceof Json.Obj given
        ? given
        : FieldMapping.wholeRow(destination.action());
  }

  private static DeliveryPolicy policy(SyncConfig sync, int concurrency, Duration timeout) {
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
        stop.map(rule -> rule.percent().intValue()).orElse(standard.stopPercent()));
  }

  private static Guard guard(SyncConfig.Guard guard) {
    Guard standard = Guard.DEFAULT;
    return new Guard(
        guard.maxDeleted().map(Number::doubleValue).orElse(standard.deletedPercentMax()),
        guard.maxChanged().map(Number::doubleValue).orElse(standard.changedPercentMax()),
        guard.minRows().orElse(standard.rowsMin()));
  }
}
