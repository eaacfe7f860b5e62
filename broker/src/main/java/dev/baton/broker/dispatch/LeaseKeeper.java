package dev.baton.broker.dispatch;

import dev.baton.broker.workers.Worker;
import dev.baton.broker.workers.WorkerRoster;
import dev.baton.broker.workers.WorkerRoster.Departure;
import dev.baton.wire.TokenList;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the requests that will never be answered. A DEALER does not tell to whom it dealt a request, so this is inferred from what workers
 * claim:
 *
 * <ul>
 *   <li>A worker that disconnects takes along what it claimed: lost at once.
 *   <li>Connections keep their order. If every worker has seen a newer token than this request's, and none claims it, then it is nowhere:
 *       lost at the next heartbeats. With plain peers around, of whom nothing is known, this says nothing.
 *   <li>Otherwise a request that nobody claimed or answered for the lease time is lost, if it may run twice: another worker may try. One that
 *       must not could only be given up, so it is waited for as long as a connected worker may have it, unless that one is silent for so long
 *       that it counts as gone: a process that stands still for two seconds costs no such request. It takes no place in the window then.
 *   <li>The DEALER goes on dealing to a worker that stands still. So while there is one, whatever nobody claims for longer than requests take
 *       is presumed to be there, and takes no place in the window either: otherwise the window would soon hold nothing else, and the others
 *       would have nothing to do. A wrong presumption costs a hand-back.
 * </ul>
 *
 * <p>Lost does not mean not run, unless the only connections that ended since its dispatch ended with a goodbye. Broker thread only.
 */
final class LeaseKeeper {
    /** A connection's end is told by another thread: a request may still be dealt to it for a moment. */
    private static final long DEPARTURE_SLACK_NANOS = 100_000_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final InFlightTable table;
    private final WorkerRoster roster;
    private final long leaseNanos;
    private final long goneNanos;
    private long lastCleanNanos = NEVER;
    private long lastAbruptNanos = NEVER;

    LeaseKeeper(InFlightTable table, WorkerRoster roster, long leaseNanos, long goneNanos) {
        this.table = table;
        this.roster = roster;
        this.leaseNanos = leaseNanos;
        this.goneNanos = goneNanos;
    }

    void claim(TokenList tokens, Worker worker, long runningNanos) {
        for (int i = 0; i < tokens.size(); i++) {
            InFlight entry = table.find(tokens.get(i));
            if (entry != null) {
                table.claim(entry, worker, runningNanos);
            }
        }
    }

    void onDeparture(Departure departure, long nowNanos) {
        if (departure == Departure.CLEAN) {
            lastCleanNanos = nowNanos;
        } else {
            lastAbruptNanos = nowNanos;
        }
    }

    /** What this worker claimed and did not answer. */
    List<InFlight> heldBy(Worker worker) {
        return table.select(entry -> entry.claimedBy() == worker);
    }

    /** What is lost by now. */
    List<InFlight> findLost(long runningNanos) {
        long settledToken = roster.settledToken(table.newestToken());
        List<InFlight> overdue =
                table.select(entry -> isNowhere(entry, settledToken) || hasLapsed(entry, runningNanos));
        List<InFlight> lost = new ArrayList<>(overdue.size());
        for (InFlight entry : overdue) {
            if (!isNowhere(entry, settledToken) && isWorthWaiting(entry, runningNanos)) {
                table.markStalled(entry);
            } else {
                lost.add(entry);
            }
        }
        return lost;
    }

    /** Of what is neither lost nor claimed, what is older than this is presumed to be with a worker that stands still, if there is one. */
    void findStalled(long runningNanos, long usualNanos) {
        if (roster.hasSilent()) {
            table.select(entry -> entry.claimedBy() == null && runningNanos - entry.leasedRunningNanos() >= usualNanos)
                    .forEach(table::markStalled);
        }
    }

    private boolean isWorthWaiting(InFlight entry, long runningNanos) {
        if (!entry.isWanted() || entry.request().idempotency().maySafelyRunTwice()) {
            return false;
        }
        boolean isTooLate = runningNanos - entry.leasedRunningNanos() >= goneNanos;
        return !isTooLate && (entry.claimedBy() != null || mayBeUnseen(entry, runningNanos));
    }

    /** Whether it most likely lies before a worker that stands still, which then has not stopped because of it. */
    boolean mayBeUnseen(InFlight entry, long runningNanos) {
        return entry.claimedBy() == null && roster.mayHaveUnseen(entry.token(), runningNanos, leaseNanos);
    }

    private static boolean isNowhere(InFlight entry, long settledToken) {
        return entry.claimedBy() == null && entry.token() <= settledToken;
    }

    private boolean hasLapsed(InFlight entry, long runningNanos) {
        if (runningNanos - entry.leasedRunningNanos() < leaseNanos) {
            return false;
        }
        // A plain peer claims nothing; it may be at work until the deadline.
        return entry.claimedBy() != null || !entry.isWanted() || roster.plainPeers() == 0;
    }

    /**
     * Whether a handler may have seen this lost request. It was certainly not run only if it is nowhere, and no connection ended since its
     * dispatch but after a goodbye.
     */
    boolean mayHaveRun(InFlight entry) {
        long dispatched = entry.dispatchedNanos();
        boolean goodbyeSince = roster.hasLeaving() || dispatched - lastCleanNanos <= DEPARTURE_SLACK_NANOS;
        boolean lossSince = dispatched - lastAbruptNanos <= DEPARTURE_SLACK_NANOS;
        return !isNowhere(entry, roster.settledToken(table.newestToken())) || lossSince || !goodbyeSince;
    }
}
