package dev.baton.broker.queue;

import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one pool that wait. Each client has a lane, and the lanes take turns: a client with ten thousand requests delays another's
 * single one by one request, not by ten thousand. Requests that come back from a worker go before all others: they have waited already.
 *
 * <p>High priority goes before normal, but a request of normal priority that has aged goes in turn with those of high priority: so it is
 * delayed, never starved.
 *
 * <p>Broker thread only.
 */
public final class RequestQueue {
    private Limits limits;
    private final Map<Identity, ClientLane> lanes = new HashMap<>();
    private final LaneRing normal = new LaneRing(Priority.NORMAL);
    private final LaneRing high = new LaneRing(Priority.HIGH);
    private final RequestList returned = new RequestList();
    private boolean agedWentLast;
    private int size;
    private long bytes;
    private int failFast;

    /**
     * How much may wait.
     *
     * @param maxCount requests in all
     * @param maxBytes bytes in all
     * @param maxCountPerClient requests of one client
     * @param maxBytesPerClient bytes of one client
     * @param ageingNanos after this wait normal priority goes in turn with high
     */
    public record Limits(
            int maxCount, long maxBytes, int maxCountPerClient, long maxBytesPerClient, long ageingNanos) {}

    /** An empty queue. */
    public RequestQueue(Limits limits) {
        this.limits = limits;
    }

    /** Takes a request if there is room. */
    public Admission offer(BrokerRequest request, long nowNanos) {
        ClientLane lane = lanes.computeIfAbsent(request.client(), client -> new ClientLane());
        Admission admission = check(request, lane);
        if (admission == Admission.ADMITTED) {
            lane.add(request);
            (request.priority() == Priority.HIGH ? high : normal).join(lane);
            entered(request, nowNanos);
        }
        return admission;
    }

    private Admission check(BrokerRequest request, ClientLane lane) {
        if (size >= limits.maxCount) {
            return Admission.QUEUE_FULL;
        }
        if (bytes + request.bytes() > limits.maxBytes) {
            return Admission.BYTES_FULL;
        }
        if (lane.size() >= limits.maxCountPerClient) {
            return Admission.CLIENT_QUEUE_FULL;
        }
        return lane.bytes() + request.bytes() > limits.maxBytesPerClient
                ? Admission.CLIENT_BYTES_FULL
                : Admission.ADMITTED;
    }

    /** Takes a request again that had left for a worker. Its room was never given away, so there is always room. */
    public void takeBack(BrokerRequest request, long nowNanos) {
        returned.addLast(request);
        entered(request, nowNanos);
    }

    /** The request whose turn it is; null: none waits. */
    public @Nullable BrokerRequest poll(long nowNanos) {
        BrokerRequest request = returned.first();
        if (request == null) {
            return nextInTurn(nowNanos);
        }
        remove(request, nowNanos);
        return request;
    }

    private @Nullable BrokerRequest nextInTurn(long nowNanos) {
        BrokerRequest urgent = high.peek();
        BrokerRequest usual = normal.peek();
        LaneRing ring = choose(urgent, usual, nowNanos);
        BrokerRequest request = ring == high ? urgent : usual;
        if (request != null) {
            remove(request, nowNanos);
            ring.turnTaken();
        }
        return request;
    }

    private LaneRing choose(@Nullable BrokerRequest urgent, @Nullable BrokerRequest usual, long nowNanos) {
        if (urgent == null || usual == null) {
            return urgent == null ? normal : high;
        }
        boolean aged = nowNanos - usual.arrivedNanos() >= limits.ageingNanos;
        agedWentLast = aged && !agedWentLast;
        return agedWentLast ? normal : high;
    }

    /** Takes out a request that waits here: it has expired, or nobody wants it any more. */
    public void remove(BrokerRequest request, long nowNanos) {
        if (request.list == returned) {
            returned.remove(request);
        } else {
            ClientLane lane = lanes.get(request.client());
            if (lane == null) {
                throw new IllegalStateException("the request waits in no lane");
            }
            lane.remove(request);
        }
        request.dequeued(nowNanos);
        size--;
        bytes -= request.bytes();
        failFast -= request.isFailFast() ? 1 : 0;
    }

    /** This client's waiting request with this id; null: none. */
    public @Nullable BrokerRequest find(Identity client, long requestId) {
        ClientLane lane = lanes.get(client);
        BrokerRequest waiting = lane == null ? null : lane.find(requestId);
        return waiting == null ? findReturned(client, requestId) : waiting;
    }

    private @Nullable BrokerRequest findReturned(Identity client, long requestId) {
        for (BrokerRequest r = returned.first(); r != null; r = r.next) {
            if (r.requestId() == requestId && r.client().equals(client)) {
                return r;
            }
        }
        return null;
    }

    /** Takes out everything that this client has waiting. */
    public void removeClient(Identity client, long nowNanos, Consumer<BrokerRequest> removed) {
        ClientLane lane = lanes.get(client);
        if (lane != null) {
            removeAll(lane.list(Priority.HIGH), nowNanos, removed);
            removeAll(lane.list(Priority.NORMAL), nowNanos, removed);
            lanes.remove(client);
        }
        removeIf(returned, nowNanos, request -> request.client().equals(client), removed);
    }

    private void removeAll(RequestList list, long nowNanos, Consumer<BrokerRequest> removed) {
        removeIf(list, nowNanos, request -> true, removed);
    }

    /** Takes out the requests that must not wait for a worker. */
    public void removeFailFast(long nowNanos, Consumer<BrokerRequest> removed) {
        if (failFast > 0) {
            removeEach(nowNanos, BrokerRequest::isFailFast, removed);
        }
    }

    /** Takes out all. */
    public void removeAll(long nowNanos, Consumer<BrokerRequest> removed) {
        removeEach(nowNanos, request -> true, removed);
    }

    private void removeEach(long nowNanos, Predicate<BrokerRequest> which, Consumer<BrokerRequest> removed) {
        for (ClientLane lane : lanes.values()) {
            removeIf(lane.list(Priority.HIGH), nowNanos, which, removed);
            removeIf(lane.list(Priority.NORMAL), nowNanos, which, removed);
        }
        removeIf(returned, nowNanos, which, removed);
    }

    private void removeIf(
            RequestList list, long nowNanos, Predicate<BrokerRequest> which, Consumer<BrokerRequest> removed) {
        BrokerRequest request = list.first();
        while (request != null) {
            BrokerRequest following = request.next;
            if (which.test(request)) {
                remove(request, nowNanos);
                removed.accept(request);
            }
            request = following;
        }
    }

    private void entered(BrokerRequest request, long nowNanos) {
        request.queued(nowNanos);
        size++;
        bytes += request.bytes();
        failFast += request.isFailFast() ? 1 : 0;
    }

    /** How many requests go before a new one of this client, if all clients keep taking turns. */
    public int ahead(Identity client) {
        ClientLane lane = lanes.get(client);
        int own = lane == null ? 0 : lane.size();
        long inTurns = returned.size() + (long) (normal.size() + high.size()) * (own + 1);
        return (int) Math.min(size, inTurns);
    }

    /** Since when the one has been here that is here longest; {@code nowNanos}: none waits. Looks at each lane. */
    public long oldestArrivedNanos(long nowNanos) {
        long oldest = older(returned.first(), nowNanos);
        if (size > 0) {
            for (ClientLane lane : lanes.values()) {
                oldest = older(lane.list(Priority.HIGH).first(), oldest);
                oldest = older(lane.list(Priority.NORMAL).first(), oldest);
            }
        }
        return oldest;
    }

    private static long older(@Nullable BrokerRequest request, long nanos) {
        return request != null && request.arrivedNanos() - nanos < 0 ? request.arrivedNanos() : nanos;
    }

    /** Other bounds from now on; what waits stays, even if it is more. */
    public void limit(Limits newLimits) {
        limits = newLimits;
    }

    /** How many requests wait. */
    public int size() {
        return size;
    }

    /** How many bytes wait. */
    public long bytes() {
        return bytes;
    }
}
