package dev.baton.client;

/** Why calls wait to be sent, if any do: the loop writes it down, callers that come back late read it. Thread-safe. */
final class WhyUnsent {
    private volatile Unsent why = Unsent.NOT_REACHED;

    Unsent get() {
        return why;
    }

    /** Writes only what has changed: that costs more than reading, and the loop comes here on each pass. */
    void set(Unsent reason) {
        if (why != reason) {
            why = reason;
        }
    }
}
