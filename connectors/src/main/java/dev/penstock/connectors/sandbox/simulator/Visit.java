package dev.penstock.connectors.sandbox.simulator;

/** The request that records arrived in, as the oracle names it. */
record Visit(
    long connection,
    long request,
    String method,
    String path,
    String object,
    boolean webhook,
    long arrivedNanos) {}
