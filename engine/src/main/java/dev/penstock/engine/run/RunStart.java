package dev.penstock.engine.run;

import java.time.Instant;

/**
 * The first entry of a run.
 *
 * @param definition the mapping's definition, pinned for the whole run and its resumption
 */
public record RunStart(
    String id,
    String trigger,
    String user,
    long mappingVersion,
    String definition,
    Instant started) {}
