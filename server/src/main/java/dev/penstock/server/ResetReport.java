package dev.penstock.server;

/**
 * What a reset forgets.
 *
 * @param held keys that the destination is known to hold
 * @param openLetters dead letters that are closed by it
 * @param pendingDeletes records that would have been deleted and will now stay there
 * @param requests about how many requests the next run takes to send everything
 */
public record ResetReport(
    String sync, long held, long openLetters, long pendingDeletes, long requests) {}
