package dev.penstock.engine.run;

import java.util.List;
import java.util.Optional;

/**
 * What a delivery came to.
 *
 * @param ending why it stopped early; empty when the plan was carried out
 */
record Delivered(OutcomeBits outcomes, Tally tally, List<Doubt> doubts, Optional<Ending> ending) {}
