package dev.baton.broker.access;

import dev.baton.transport.CurvePublicKey;
import java.util.Collection;
import java.util.Set;

/**
 * Somebody whom the broker knows.
 *
 * @param name for handlers, logs and limits
 * @param key by which the broker knows him
 * @param calls the services that he may call; {@code *}: all. Empty: he is no client
 * @param serves the services that he may serve; {@code *}: all. Empty: he is no worker
 * @param operator may call everything, to look whether it works
 */
public record KeyHolder(String name, CurvePublicKey key, Set<String> calls, Set<String> serves, boolean operator) {
    /** Stands for all services. */
    public static final String ALL = "*";

    public KeyHolder {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("name: " + name + " (expected: up to 63 letters, digits, - and _)");
        }
        calls = Set.copyOf(calls);
        serves = Set.copyOf(serves);
        if (calls.isEmpty() && serves.isEmpty() && !operator) {
            throw new IllegalArgumentException(name + " may do nothing (expected: client, worker or operator)");
        }
    }

    /** Whether he may connect as a client at all. */
    public boolean isClient() {
        return operator || !calls.isEmpty();
    }

    /** Whether he may call this service; the empty name stands for requests without a header, which may be for any. */
    public boolean mayCall(String service) {
        return operator || calls.contains(ALL) || calls.contains(service);
    }

    /** Whether he may serve all of these: a pool's workers are dealt whatever comes for it. */
    public boolean mayServe(Collection<String> services) {
        return serves.contains(ALL) || (!serves.isEmpty() && serves.containsAll(services));
    }
}
