package dev.penstock.engine.run;

import dev.penstock.engine.diff.PlanSummary;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param continued the crashed run that was finished first
 * @param plan what was planned, where it came to that
 */
public record RunReport(RunRecord run, Optional<RunReport> continued, Optional<PlanSummary> plan) {}
