package dev.penstock.engine.run;

import dev.penstock.engine.diff.Kind;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import java.time.Instant;

/**
 * An open dead letter or discard, as the planner needs it.
 *
 * @param notBefore when an automatic retry is due; {@link Instant#MAX} when none is
 * @param forever discarded for good
 * @param origin see {@link DeadLetter#origin()}
 */
public record ParkedLetter(
    KeyHash key, Kind kind, Fingerprint target, Instant notBefore, boolean forever, long origin) {}
