package dev.penstock.server;

/**
 * What checking the held state of a sync found.
 *
 * @param held keys in it
 * @param bytes its size on disk
 * @param sound whether it can be used
 * @param finding what is wrong, or that nothing is, as a sentence
 */
public record StateCheck(String sync, long held, long bytes, boolean sound, String finding) {}
