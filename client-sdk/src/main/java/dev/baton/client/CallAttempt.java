package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;

/**
 * One of several attempts at a call, which failed.
 *
 * @param requestId the id that its request had on the wire
 * @param status how it ended
 * @param executed whether a handler saw it
 * @param message why
 */
public record CallAttempt(long requestId, StatusCode status, Executed executed, String message) {
    @Override
    public String toString() {
        return status + " (request " + Long.toHexString(requestId) + ", executed " + executed + "): " + message;
    }
}
