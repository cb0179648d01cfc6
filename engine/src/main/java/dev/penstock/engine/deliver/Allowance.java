package dev.penstock.engine.deliver;

import java.time.Duration;

/**
 * What a destination said is left to use of what it allows ("RateLimit" headers).
 *
 * @param remaining requests that are left until then
 * @param until how long until it starts anew
 */
public record Allowance(long remaining, Duration until) {}
