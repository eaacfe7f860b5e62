package dev.baton.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Workers' connections that have ended. An I/O thread tells of that at once, while the last replies from there may still lie in the socket:
 * they count, so an end takes effect when the socket has been emptied since, or after a while if others never let it become empty. Broker
 * thread only.
 */
final class Departures {
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<String> addresses = new ArrayList<>(0);
    private long oldestNanos;

    void add(String address, long now) {
        if (addresses.isEmpty()) {
            oldestNanos = now;
        }
        addresses.add(address);
    }

    /** Whether this one had ended; it has no longer. */
    boolean remove(String address) {
        return addresses.remove(address);
    }

    /** Shows those that have no last words in the socket any more. */
    void takeDue(boolean socketIsEmpty, long now, Consumer<String> taker) {
        if (!addresses.isEmpty() && (socketIsEmpty || now - oldestNanos >= LONGEST_NANOS)) {
            addresses.forEach(taker);
            addresses.clear();
        }
    }
}
