package dev.penstock.engine.run;

import dev.penstock.engine.change.Kind;
import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;
import java.time.Instant;

/**
 * What is remembered of an attempt that may have arrived.
 *
 * @param target what was sent
 * @param notBefore nothing else is sent for this key before this, so that the late attempt cannot
 *     overwrite it
 * @param origin see {@link DeadLetter#origin()}
 * @param open the doubt stands; false when a later attempt was confirmed and only the waiting time
 *     is left
 */
public record Doubt(
    KeyHash key, Kind kind, Fingerprint target, Instant notBefore, long origin, boolean open) {}
