package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.workers.WorkerRoster;
import dev.baton.wire.Identity;

/** What is to be expected from what was seen: how long a request waits, when to try again, how many workers are needed. Broker thread only. */
final class Forecast {
    private static final long USUAL_AT_LEAST_NANOS = 10_000_000;

    private final RequestQueue queue;
    private final Window window;
    private final ServiceTimes times;
    private final DesiredWorkers desired;
    private int arrivedSinceCheck;

    Forecast(RequestQueue queue, Window window, ServiceTimes times, long nowNanos) {
        this.queue = queue;
        this.window = window;
        this.times = times;
        this.desired = new DesiredWorkers(nowNanos);
    }

    /** A request came, whether or not it is let in. */
    void onArrival() {
        arrivedSinceCheck++;
    }

    /** Looks at the time since the last look. */
    void look(WorkerRoster roster, long nowNanos) {
        desired.onCapacity(window.capacity(), roster.countedWorkers());
        desired.observe(arrivedSinceCheck, queue.size(), roster.busy(), times, nowNanos);
        arrivedSinceCheck = 0;
    }

    boolean isHopeless(BrokerRequest request, long nowNanos) {
        return waitNanos(request.client()) > request.deadlineNanos() - nowNanos;
    }

    /** How long a new request of this client is likely to wait; 0 where nothing is known yet. */
    long waitNanos(Identity client) {
        if (window.capacity() == 0 || !times.trusted()) {
            return 0;
        }
        double perRequestNanos = (times.meanHandlerNanos() + times.transitNanos()) / window.capacity();
        return (long) (queue.ahead(client) * perRequestNanos);
    }

    /** How long it is likely to take until half of what waits is done: the time to try again. 0 where nothing is known. */
    long retryAfterNanos() {
        if (window.capacity() == 0 || !times.known()) {
            return 0;
        }
        return (long) (queue.size() * (times.meanHandlerNanos() + times.transitNanos()) / window.capacity() / 2);
    }

    /** What a request takes from dispatch to reply, and then some. */
    long usualNanos() {
        return USUAL_AT_LEAST_NANOS + (times.known() ? (long) (3 * times.meanHandlerNanos()) : 0);
    }

    /** How many workers of the present size the load of the last seconds would need. */
    int desiredWorkers() {
        return desired.workers(queue.size());
    }
}
