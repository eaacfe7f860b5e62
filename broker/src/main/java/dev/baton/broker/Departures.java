package dev.baton.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Workers' connections that have ended. An I/O thread tells of that at once, while the last replies from there may still lie in the socket:
 * they count, so an end takes effect when the socket has been emptied since, or after a while if others never let it become empty. Broker
 * thread only.
 */
final class Departures {
    /** Passes and not time: a broker that stood still has read nothing meanwhile. */
    private static final int MOST_PASSES = 400;

    private final List<String> addresses = new ArrayList<>(0);
    private int passes;

    void add(String address) {
        if (addresses.isEmpty()) {
            passes = 0;
        }
        addresses.add(address);
    }

    /** Whether this one had ended; it has no longer. */
    boolean remove(String address) {
        return addresses.remove(address);
    }

    /** Shows those that have no last words in the socket any more. */
    void takeDue(boolean socketIsEmpty, Consumer<String> taker) {
        if (!addresses.isEmpty() && (socketIsEmpty || ++passes >= MOST_PASSES)) {
            addresses.forEach(taker);
            addresses.clear();
        }
    }
}
