package dev.penstock.server;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanSummary;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run would do.
 *
 * @param requests about how many requests it would take
 * @param guard why the mass-change guard would stop it; empty when it would not
 * @param notes what else a person should know before, as sentences
 */
public record PlanReport(
    String sync,
    String destination,
    String action,
    PlanSummary summary,
    long requests,
    Optional<String> guard,
    List<Sample> samples,
    List<String> notes) {
  public PlanReport {
    Objects.requireNonNull(summary, "summary");
    samples = List.copyOf(samples);
    notes = List.copyOf(notes);
  }

  /**
   * One record as it would be sent.
   *
   * @param key as a person reads it
   * @param payload JSON; or why it could not be mapped
   */
  public record Sample(Kind kind, String key, String payload) {}
}
