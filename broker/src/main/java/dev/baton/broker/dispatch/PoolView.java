package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.workers.Worker;
import dev.baton.broker.workers.WorkerRoster;
import dev.baton.wire.Identity;
import java.util.Collection;
import java.util.function.Consumer;

/** A pool as it is at this moment; looking changes nothing. Broker thread only. */
public final class PoolView {
    private final RequestQueue queue;
    private final InFlightTable inFlight;
    private final WorkerRoster roster;
    private final Window window;
    private final Forecast forecast;
    private final RunningClock clock;
    private final long suspectNanos;

    PoolView(
            RequestQueue queue,
            InFlightTable inFlight,
            WorkerRoster roster,
            Window window,
            Forecast forecast,
            RunningClock clock,
            long suspectNanos) {
        this.queue = queue;
        this.inFlight = inFlight;
        this.roster = roster;
        this.window = window;
        this.forecast = forecast;
        this.clock = clock;
        this.suspectNanos = suspectNanos;
    }

    // ---- the queue

    /** How many requests wait. */
    public int queued() {
        return queue.size();
    }

    /** How many bytes wait. */
    public long queuedBytes() {
        return queue.bytes();
    }

    /** How long the one has been here that is here longest and waits; 0: none. */
    public long oldestWaitNanos(long nowNanos) {
        return nowNanos - queue.oldestArrivedNanos(nowNanos);
    }

    // ---- what is dispatched

    /** How many requests are dispatched and not finished. */
    public int inFlight() {
        return inFlight.size();
    }

    /** How many of those take a place in the window: all but those whose worker does nothing at the moment. */
    public int moving() {
        return inFlight.moving();
    }

    /** How many of those nobody waits for any more. */
    public int overrun() {
        return inFlight.overrun();
    }

    /** How many requests may be out at once. */
    public int window() {
        return window.size();
    }

    /** How long ago the worker that has this said so for the last time. */
    public long claimedAgoNanos(InFlight entry) {
        return clock.nanos() - entry.leasedRunningNanos();
    }

    /** Shows everything that is here: what waits, and what is dispatched. Looks at each: it is for what is rare. */
    public void forEachOpen(Consumer<BrokerRequest> waiting, Consumer<InFlight> dispatched) {
        queue.forEach(waiting);
        inFlight.forEach(dispatched);
    }

    // ---- the workers

    /** How many requests can run at once. */
    public int capacity() {
        return window.capacity();
    }

    /** Everybody who registered, and was not forgotten. */
    public Collection<Worker> workers() {
        return roster.workers();
    }

    /** How many peers have connected that never registered. */
    public int plainPeers() {
        return roster.plainPeers();
    }

    /** How long nothing was heard of this worker. */
    public long silentNanos(Worker worker) {
        return clock.nanos() - worker.heardNanos();
    }

    /** Whether that is so long that it stands still, or is cut off. */
    public boolean isSilent(Worker worker) {
        return silentNanos(worker) >= suspectNanos;
    }

    /** How long this worker has been known. */
    public long knownNanos(Worker worker) {
        return clock.nanos() - worker.firstHeardNanos();
    }

    // ---- what is to be expected

    /** How long a new request of this client is likely to wait; 0 where nothing is known yet. */
    public long estimatedWaitNanos(Identity client) {
        return forecast.waitNanos(client);
    }

    /** How long it is likely to take until half of what waits is done: the time to try again. 0 where nothing is known. */
    public long retryAfterNanos() {
        return forecast.retryAfterNanos();
    }

    /** How many workers of the present size the load of the last seconds would need. */
    public int desiredWorkers() {
        return forecast.desiredWorkers();
    }
}
