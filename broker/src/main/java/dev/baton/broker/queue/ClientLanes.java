package dev.baton.broker.queue;

import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait, a lane for each client. The lanes take turns; high priority goes before normal, but what has aged goes in turn with high.
 * Broker thread only.
 */
final class ClientLanes {
    private final Map<Identity, ClientLane> lanes = new HashMap<>();
    private final LaneRing normal = new LaneRing(Priority.NORMAL);
    private final LaneRing high = new LaneRing(Priority.HIGH);
    private int size;
    private boolean agedWentLast;

    /** What this client has here. */
    ClientLane lane(Identity client) {
        return lanes.computeIfAbsent(client, unused -> new ClientLane());
    }

    /** The last in its client's lane. */
    void add(BrokerRequest request) {
        add(request, lane(request.client()));
    }

    /** The same for one whose lane is at hand. */
    void add(BrokerRequest request, ClientLane lane) {
        lane.add(request);
        size++;
        (request.priority() == Priority.HIGH ? high : normal).join(lane);
    }

    /** Takes out the request whose turn it is; null: none waits. */
    @Nullable
    BrokerRequest poll(long ageingNanos, long nowNanos) {
        BrokerRequest urgent = high.peek();
        BrokerRequest usual = normal.peek();
        LaneRing ring = choose(urgent, usual, ageingNanos, nowNanos);
        BrokerRequest request = ring == high ? urgent : usual;
        if (request != null) {
            remove(request);
            ring.turnTaken();
        }
        return request;
    }

    private LaneRing choose(
            @Nullable BrokerRequest urgent, @Nullable BrokerRequest usual, long ageingNanos, long nowNanos) {
        if (urgent == null || usual == null) {
            return urgent == null ? normal : high;
        }
        boolean aged = nowNanos - usual.arrivedNanos() >= ageingNanos;
        agedWentLast = aged && !agedWentLast;
        return agedWentLast ? normal : high;
    }

    /** Takes out one that waits here. */
    void remove(BrokerRequest request) {
        ClientLane lane = lanes.get(request.client());
        if (lane == null) {
            throw new IllegalStateException("the request waits in no lane");
        }
        lane.remove(request);
        size--;
    }

    /** Whether it waits here. */
    boolean has(BrokerRequest request) {
        ClientLane lane = lanes.get(request.client());
        return lane != null && request.list == lane.list(request.priority());
    }

    /** This client's request with this id; null: none. */
    @Nullable
    BrokerRequest find(Identity client, long requestId) {
        ClientLane lane = lanes.get(client);
        return lane == null ? null : lane.find(requestId);
    }

    /** Forgets a client that has nothing here any more. */
    void forget(Identity client) {
        lanes.remove(client);
    }

    /** Shows what a client has here, list by list. */
    void eachList(Identity client, Consumer<RequestList> what) {
        ClientLane lane = lanes.get(client);
        if (lane != null) {
            what.accept(lane.list(Priority.HIGH));
            what.accept(lane.list(Priority.NORMAL));
        }
    }

    /** Shows everything, list by list. */
    void eachList(Consumer<RequestList> what) {
        for (ClientLane lane : lanes.values()) {
            what.accept(lane.list(Priority.HIGH));
            what.accept(lane.list(Priority.NORMAL));
        }
    }

    /** How many requests this client has here. */
    int size(Identity client) {
        ClientLane lane = lanes.get(client);
        return lane == null ? 0 : lane.size();
    }

    /** How many bytes this client has here. */
    long bytes(Identity client) {
        ClientLane lane = lanes.get(client);
        return lane == null ? 0 : lane.bytes();
    }

    /** How many requests are here. */
    int size() {
        return size;
    }

    /** How many lanes wait for their turn. */
    int turns() {
        return normal.size() + high.size();
    }
}
