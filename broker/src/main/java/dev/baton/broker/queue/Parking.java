package dev.baton.broker.queue;

import dev.baton.wire.Identity;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests of methods that no worker takes at the moment: each worker has as many of them as it may, or does not serve them for now. They wait
 * here, a bay for each method, so that they neither stand in the way of other methods nor travel from worker to worker and back for nothing.
 * Clients take turns here too. Broker thread only.
 */
final class Parking {
    private final Map<String, Bay> bays = new HashMap<>();

    /** What waits of one method; a bay that is empty is taken down. */
    private static final class Bay {
        private final ClientLanes lanes = new ClientLanes();
        private boolean turnedAway;
        private boolean unserved;
    }

    boolean isEmpty() {
        return bays.isEmpty();
    }

    /** Whether a request that has not been to a worker is to wait here. One that must not wait is to hear of it from the workers. */
    boolean holdsBack(BrokerRequest request) {
        Bay bay = bays.get(request.method());
        return bay != null && !(bay.unserved && request.isFailFast());
    }

    /** It waits here from now on. */
    void add(BrokerRequest request) {
        bays.computeIfAbsent(request.method(), method -> new Bay()).lanes.add(request);
    }

    /**
     * Workers have turned it away; it waits here from now on.
     *
     * @param unserved whether they do not serve its method at all
     */
    void addTurnedAway(BrokerRequest request, boolean unserved) {
        Bay bay = bays.computeIfAbsent(request.method(), method -> new Bay());
        bay.lanes.add(request);
        bay.turnedAway = true;
        bay.unserved = unserved;
    }

    /** Whether it waits here. */
    boolean has(BrokerRequest request) {
        Bay bay = bays.get(request.method());
        return bay != null && bay.lanes.has(request);
    }

    /** Takes out one that waits here. */
    void remove(BrokerRequest request) {
        Bay bay = bays.get(request.method());
        if (bay == null) {
            throw new IllegalStateException("nothing of " + request.method() + " waits here");
        }
        bay.lanes.remove(request);
        takeDownIfEmpty(request.method(), bay);
    }

    private void takeDownIfEmpty(String method, Bay bay) {
        if (bay.lanes.size() == 0) {
            bays.remove(method);
        }
    }

    /**
     * How many of this method may try again now that one of it is done: one in its place; one more if none was turned away since the last time,
     * because there may be room for more.
     */
    int mayTryAgain(String method) {
        Bay bay = bays.get(method);
        if (bay == null) {
            return 0;
        }
        int count = bay.turnedAway ? 1 : 2;
        bay.turnedAway = false;
        return count;
    }

    /** Takes out the one of this method whose turn it is; null: none. */
    @Nullable
    BrokerRequest poll(String method, long ageingNanos, long nowNanos) {
        Bay bay = bays.get(method);
        if (bay == null) {
            return null;
        }
        BrokerRequest request = bay.lanes.poll(ageingNanos, nowNanos);
        takeDownIfEmpty(method, bay);
        return request;
    }

    /** The methods of which something waits, as they are now. */
    List<String> methods() {
        return List.copyOf(bays.keySet());
    }

    /** What waits, method by method, as it is now. */
    Collection<ClientLanes> lanes() {
        return bays.values().stream().map(bay -> bay.lanes).toList();
    }

    /** How many requests this client has here. */
    int size(Identity client) {
        return bays.values().stream().mapToInt(bay -> bay.lanes.size(client)).sum();
    }

    /** How many bytes this client has here. */
    long bytes(Identity client) {
        return bays.values().stream().mapToLong(bay -> bay.lanes.bytes(client)).sum();
    }
}
