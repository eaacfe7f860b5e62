package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Executed;

/**
 * What becomes of requests whose worker is gone, or whose lease ran out: what may run again waits again, the rest ends. {@link LeaseKeeper} finds
 * them. Broker thread only.
 */
final class LostRequests {
    private final PoolListener listener;
    private final RequestQueue queue;
    private final DeadlineWheel deadlines;
    private final InFlightTable inFlight;
    private final LeaseKeeper leases;
    private final RunningClock clock;
    private int maxLostLeases;

    LostRequests(
            PoolListener listener,
            RequestQueue queue,
            DeadlineWheel deadlines,
            InFlightTable inFlight,
            LeaseKeeper leases,
            RunningClock clock) {
        this.listener = listener;
        this.queue = queue;
        this.deadlines = deadlines;
        this.inFlight = inFlight;
        this.leases = leases;
        this.clock = clock;
    }

    /** A request that lost this many workers is given up. */
    void limit(int newMaxLostLeases) {
        maxLostLeases = newMaxLostLeases;
    }

    void loseAllOf(Worker worker, long nowNanos) {
        leases.heldBy(worker).forEach(entry -> lose(entry, nowNanos));
    }

    void loseWhatIsDue(long nowNanos) {
        leases.findLost(clock.nanos()).forEach(entry -> lose(entry, nowNanos));
    }

    private void lose(InFlight entry, long nowNanos) {
        BrokerRequest request = entry.request();
        boolean mayHaveRun = leases.mayHaveRun(entry);
        boolean mayBeUnseen = leases.mayBeUnseen(entry, clock.nanos());
        Worker holder = entry.claimedBy();
        inFlight.remove(entry);
        if (holder != null) {
            holder.leaseLost();
        }
        if (entry.isWanted()) {
            listener.onUnwanted(entry);
            request.lost(holder == null ? "" : holder.id(), mayHaveRun, mayBeUnseen, nowNanos);
            settle(request, mayHaveRun, nowNanos);
        }
    }

    private void settle(BrokerRequest request, boolean mayHaveRun, long nowNanos) {
        if (request.hasStreamed()) {
            deadlines.remove(request);
            listener.onStreamBroken(request);
        } else if (request.deaths() >= maxLostLeases) {
            deadlines.remove(request);
            listener.onGivenUp(request);
        } else if (!mayHaveRun || request.idempotency().maySafelyRunTwice()) {
            request.nextAttempt();
            queue.takeBack(request, nowNanos);
            listener.onRetried(request);
        } else {
            deadlines.remove(request);
            listener.onLost(request, Executed.MAYBE);
        }
    }
}
