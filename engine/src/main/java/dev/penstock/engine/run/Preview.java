package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.diff.PlanSummary;
import java.util.List;
import java.util.Optional;

/**
 * What a run would do if it started now. Nothing was sent and nothing was kept.
 *
 * @param objection why the guard would stop it
 * @param requests how many requests it would take when none fails
 * @param samples a few records as they would be sent
 * @param unfinished a run that died and would be finished first
 */
public record Preview(
    PlanSummary summary,
    Optional<String> objection,
    long requests,
    List<Sample> samples,
    Optional<RunRecord> unfinished) {
  public Preview {
    samples = List.copyOf(samples);
  }

  /**
   * A record as it would be sent.
   *
   * @param payload JSON, or why the record cannot be mapped
   * @param mapped whether it could be
   */
  public record Sample(Kind kind, String key, String payload, boolean mapped) {}
}
