package dev.penstock.connectors.sandbox.simulator;

/**
 * How a simulated destination listens, stores and misbehaves.
 *
 * @param port the TCP port, 0 for any free one
 * @param bind the address to listen on; the simulator has no authentication, so loopback by default
 * @param level what a repeated record does
 * @param keyField where webhook records carry their key: a member name, dots go into objects,
 *     commas join several (parts are then joined by commas, with commas and backslashes in a part
 *     escaped by a backslash)
 * @param faults the fault script, {@link FaultScript#none()} for a well-behaved destination
 * @param oracle what is remembered of each record
 * @param seed decides everything random in the fault script
 */
public record SimulatorSettings(
    int port,
    String bind,
    Level level,
    String keyField,
    FaultScript faults,
    OracleSettings oracle,
    long seed) {

  /** Checks the port and the key field. */
  public SimulatorSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "Simulated destination: port " + port + " does not exist. Choose 0 (any free) to 65535.");
    }
    if (keyField.isBlank()) {
      throw new IllegalArgumentException(
          "Simulated destination: the key field is empty, so records cannot be told apart. Name the"
              + " member that holds the key, for example \"id\".");
    }
  }

  /** Any free port on loopback, level B, key {@code id}, no faults, oracle in memory, seed 1. */
  public static SimulatorSettings standard() {
    return new SimulatorSettings(
        0, "127.0.0.1", Level.B, "id", FaultScript.none(), OracleSettings.inMemory(), 1);
  }

  /** The same on another port. */
  public SimulatorSettings withPort(int other) {
    return new SimulatorSettings(other, bind, level, keyField, faults, oracle, seed);
  }

  /** The same at another delivery level. */
  public SimulatorSettings withLevel(Level other) {
    return new SimulatorSettings(port, bind, other, keyField, faults, oracle, seed);
  }

  /** The same with the key of webhook records elsewhere. */
  public SimulatorSettings withKeyField(String other) {
    return new SimulatorSettings(port, bind, level, other, faults, oracle, seed);
  }

  /** The same with another fault script. */
  public SimulatorSettings withFaults(FaultScript other) {
    return new SimulatorSettings(port, bind, level, keyField, other, oracle, seed);
  }

  /** The same with another seed for what is random in the script. */
  public SimulatorSettings withSeed(long other) {
    return new SimulatorSettings(port, bind, level, keyField, faults, oracle, other);
  }

  /** The same with another oracle. */
  public SimulatorSettings withOracle(OracleSettings other) {
    return new SimulatorSettings(port, bind, level, keyField, faults, other, seed);
  }
}
