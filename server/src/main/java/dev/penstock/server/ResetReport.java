package dev.penstock.server;

import java.util.Optional;

/**
 * What a reset forgets.
 *
 * @param held keys that the destination is known to hold
 * @param openLetters dead letters that are closed by it
 * @param pendingDeletes records that would have been deleted and will now stay there; empty when
 *     that was not looked at, or could not be
 * @param whyUnknown why it could not be, or empty
 * @param requests about how many requests the next run takes to send everything
 */
public record ResetReport(
    String sync,
    long held,
    long openLetters,
    Optional<Long> pendingDeletes,
    String whyUnknown,
    long requests) {}
