package dev.penstock.testkit.destination;

import java.time.Duration;

/**
 * What a destination under test connects to.
 *
 * @param port on 127.0.0.1
 * @param secret its credential, in as many places as the destination has for one
 * @param timeout of a whole request
 */
public record Tool(int port, String secret, Duration timeout) {}
