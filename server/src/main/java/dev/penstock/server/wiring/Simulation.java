package dev.penstock.server.wiring;

import dev.penstock.connectors.sandbox.simulator.FaultScript;
import dev.penstock.connectors.sandbox.simulator.Level;
import dev.penstock.connectors.sandbox.simulator.OracleMode;
import dev.penstock.connectors.sandbox.simulator.OracleSettings;
import dev.penstock.connectors.sandbox.simulator.Simulator;
import dev.penstock.connectors.sandbox.simulator.SimulatorSettings;
import dev.penstock.server.SimulationException;
import dev.penstock.server.SimulationRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A simulated destination for a person. */
final class Simulation {
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  private final InstantSource clock;

  Simulation(InstantSource clock) {
    this.clock = clock;
  }

  void run(SimulationRequest request, Consumer<String> listening, CountDownLatch interrupted) {
    SimulatorSettings settings =
        SimulatorSettings.standard()
            .withPort(request.port())
            .withLevel(Level.valueOf(request.level().name()))
            .withKeyField(request.keyField())
            .withFaults(faults(request))
            .withOracle(oracle(request))
            .withSeed(request.seed());
    try (Simulator simulator = Simulator.start(settings, clock, READ_TIMEOUT)) {
      listening.accept("http://127.0.0.1:" + simulator.port());
      interrupted.await();
    } catch (IOException e) {
      throw new SimulationException(
          "The simulated destination cannot listen on port %d (%s)."
              .formatted(request.port(), e.getMessage()),
          "Choose another port with --port.",
          e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static OracleSettings oracle(SimulationRequest request) {
    if (request.countsOnly()) {
      return OracleSettings.countsOnly();
    }
    return new OracleSettings(OracleMode.FULL, request.log(), true);
  }

  private static FaultScript faults(SimulationRequest request) {
    return request.faults().map(file -> FaultFile.read(file).script()).orElse(FaultScript.none());
  }
}
