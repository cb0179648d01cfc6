package dev.penstock.engine.deliver;

import dev.penstock.engine.row.Fingerprint;
import dev.penstock.engine.row.KeyHash;

/**
 * One mapped record on its way, without its payload, which lies in the batch.
 *
 * @param sequence its number in the plan
 * @param change what it is called at every attempt
 */
public record Delivery(long sequence, KeyHash key, Fingerprint target, ChangeId change) {}
