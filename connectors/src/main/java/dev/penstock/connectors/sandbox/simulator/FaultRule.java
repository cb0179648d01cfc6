package dev.penstock.connectors.sandbox.simulator;

import java.util.Optional;

/**
 * One line of a fault script.
 *
 * @param name the action's name in the script, which the oracle repeats
 * @param times how often it may fire
 * @param goesOn whether later rules are asked too; for the actions that only wait
 */
public record FaultRule(
    String name, FaultMatch match, FaultAction action, Optional<Long> times, boolean goesOn) {}
