package dev.baton.broker.queue;

import dev.baton.wire.Identity;
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
 * <p>What no worker takes at the moment, because of the method that it calls, waits aside.
 *
 * <p>Broker thread only.
 */
public final class RequestQueue {
    private Limits limits;
    private final ClientLanes lanes = new ClientLanes();
    private final RequestList returned = new RequestList();
    private final Parking parking = new Parking();
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
        ClientLane lane = lanes.lane(request.client());
        Admission admission = check(request, lane);
        if (admission == Admission.ADMITTED) {
            lanes.add(request, lane);
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
        int aside = parking.isEmpty() ? 0 : parking.size(request.client());
        if (lane.size() + aside >= limits.maxCountPerClient) {
            return Admission.CLIENT_QUEUE_FULL;
        }
        long bytesAside = aside == 0 ? 0 : parking.bytes(request.client());
        if (lane.bytes() + bytesAside + request.bytes() > limits.maxBytesPerClient) {
            return Admission.CLIENT_BYTES_FULL;
        }
        ClientAccount account = request.account();
        return account == null ? Admission.ADMITTED : check(request, account);
    }

    private Admission check(BrokerRequest request, ClientAccount account) {
        if (account.requests() >= limits.maxCountPerClient) {
            return Admission.CLIENT_QUEUE_FULL;
        }
        return account.bytes() + request.bytes() > limits.maxBytesPerClient
                ? Admission.CLIENT_BYTES_FULL
                : Admission.ADMITTED;
    }

    /** Takes a request again that had left for a worker. Its room was never given away, so there is always room. */
    public void takeBack(BrokerRequest request, long nowNanos) {
        returned.addLast(request);
        entered(request, nowNanos);
    }

    /**
     * Takes a request again that every worker has turned away for what it calls. It waits aside, and with it what else waits of its method,
     * until it may {@link #tryAgain}.
     *
     * @param unserved whether the workers do not serve its method at all for now
     */
    public void takeAside(BrokerRequest request, boolean unserved, long nowNanos) {
        parking.addTurnedAway(request, unserved);
        entered(request, nowNanos);
    }

    /** One of this method is done: of those that wait aside, one or two may try again. */
    public void tryAgain(String method, long nowNanos) {
        if (!parking.isEmpty()) {
            tryAgain(method, parking.mayTryAgain(method), nowNanos);
        }
    }

    /** One of each method that waits aside may try again: nobody tells when a worker is willing that was not before. */
    public void tryOneOfEachAgain(long nowNanos) {
        if (!parking.isEmpty()) {
            parking.methods().forEach(method -> tryAgain(method, 1, nowNanos));
        }
    }

    private void tryAgain(String method, int most, long nowNanos) {
        for (int i = 0; i < most; i++) {
            BrokerRequest request = parking.poll(method, limits.ageingNanos, nowNanos);
            if (request == null) {
                return;
            }
            request.triesAgain();
            returned.addLast(request);
        }
    }

    /** The request whose turn it is; null: none waits that a worker may take. */
    public @Nullable BrokerRequest poll(long nowNanos) {
        BrokerRequest request = returned.first();
        if (request != null) {
            returned.remove(request);
        } else {
            request = nextOfLanes(nowNanos);
        }
        if (request != null) {
            left(request, nowNanos);
        }
        return request;
    }

    private @Nullable BrokerRequest nextOfLanes(long nowNanos) {
        BrokerRequest request = lanes.poll(limits.ageingNanos, nowNanos);
        while (request != null && !parking.isEmpty() && parking.holdsBack(request)) {
            parking.add(request);
            request = lanes.poll(limits.ageingNanos, nowNanos);
        }
        return request;
    }

    /** Takes out a request that waits here: it has expired, or nobody wants it any more. */
    public void remove(BrokerRequest request, long nowNanos) {
        if (request.list == returned) {
            returned.remove(request);
        } else if (!parking.isEmpty() && parking.has(request)) {
            parking.remove(request);
        } else {
            lanes.remove(request);
        }
        left(request, nowNanos);
    }

    /** This client's waiting request with this id; null: none. */
    public @Nullable BrokerRequest find(Identity client, long requestId) {
        BrokerRequest found = lanes.find(client, requestId);
        if (found == null && !parking.isEmpty()) {
            for (ClientLanes aside : parking.lanes()) {
                found = found == null ? aside.find(client, requestId) : found;
            }
        }
        return found == null ? findReturned(client, requestId) : found;
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
        lanes.eachList(client, list -> removeIf(list, nowNanos, request -> true, removed));
        lanes.forget(client);
        for (ClientLanes aside : parking.lanes()) {
            aside.eachList(client, list -> removeIf(list, nowNanos, request -> true, removed));
            aside.forget(client);
        }
        removeIf(returned, nowNanos, request -> request.client().equals(client), removed);
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

    /** Shows what waits, lane by lane, and what waits aside. Looks at each: it is for what is rare. */
    public void forEach(Consumer<BrokerRequest> reader) {
        show(returned, reader);
        lanes.eachList(list -> show(list, reader));
        parking.lanes().forEach(aside -> aside.eachList(list -> show(list, reader)));
    }

    private static void show(RequestList list, Consumer<BrokerRequest> reader) {
        for (BrokerRequest request = list.first(); request != null; request = request.next) {
            reader.accept(request);
        }
    }

    private void removeEach(long nowNanos, Predicate<BrokerRequest> which, Consumer<BrokerRequest> removed) {
        lanes.eachList(list -> removeIf(list, nowNanos, which, removed));
        parking.lanes().forEach(aside -> aside.eachList(list -> removeIf(list, nowNanos, which, removed)));
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
        ClientAccount account = request.account();
        if (account != null) {
            account.entered(request.bytes());
        }
    }

    private void left(BrokerRequest request, long nowNanos) {
        request.dequeued(nowNanos);
        size--;
        bytes -= request.bytes();
        failFast -= request.isFailFast() ? 1 : 0;
        ClientAccount account = request.account();
        if (account != null) {
            account.left(request.bytes());
        }
    }

    /** How many requests go before a new one of this client, if all clients keep taking turns. */
    public int ahead(Identity client) {
        long inTurns = returned.size() + (long) lanes.turns() * (lanes.size(client) + 1);
        return (int) Math.min(size, inTurns);
    }

    /** Since when the one has been here that is here longest; {@code nowNanos}: none waits. Looks at each lane. */
    public long oldestArrivedNanos(long nowNanos) {
        long oldest = older(returned.first(), nowNanos);
        if (size > 0) {
            oldest = oldest(lanes, oldest);
            for (ClientLanes aside : parking.lanes()) {
                oldest = oldest(aside, oldest);
            }
        }
        return oldest;
    }

    private static long oldest(ClientLanes lanes, long nanos) {
        long[] oldest = {nanos};
        lanes.eachList(list -> oldest[0] = older(list.first(), oldest[0]));
        return oldest[0];
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
