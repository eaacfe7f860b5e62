package dev.baton.broker.app.api;

import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.observe.OpenRequest;
import dev.baton.broker.observe.OpenRequest.Holder;
import dev.baton.broker.observe.OpenRequest.State;
import dev.baton.wire.HandBackReason;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Why a request has not ended yet, in sentences. */
final class OpenReasons {
    /** A worker tells four times a second what it has; one that leaves a request out twice does not have it any more. */
    private static final long LEFT_OUT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final OpenRequest request;
    private final long nowNanos;
    private final PoolSnapshot pool;
    private final Sentences sentences = new Sentences();

    private OpenReasons(OpenRequest request, long nowNanos, PoolSnapshot pool) {
        this.request = request;
        this.nowNanos = nowNanos;
        this.pool = pool;
    }

    /** With the pool as it was a moment ago. */
    static List<String> of(OpenRequest request, long nowNanos, PoolSnapshot pool) {
        OpenReasons reasons = new OpenReasons(request, nowNanos, pool);
        if (request.state() == State.QUEUED) {
            reasons.tellWhyItWaits();
        } else {
            reasons.tellWhoHasIt();
        }
        reasons.tellTheRest();
        return reasons.sentences.all();
    }

    // ---- in the queue

    private void tellWhyItWaits() {
        String since = Sentences.soFar(request.waitedNanos());
        sentences.add("It has waited in the broker's queue for %s, because %s.", since, whyNobodyTakesIt());
        if (pool.queued() > 1) {
            sentences.add("%d requests wait in pool %s.", pool.queued(), pool.name());
        }
    }

    private String whyNobodyTakesIt() {
        if (pool.capacity() == 0 && pool.workers().isEmpty()) {
            return "no worker is connected to pool " + pool.name() + " (workers connect to " + pool.endpoint() + ")";
        }
        if (pool.capacity() == 0) {
            return "no worker of pool " + pool.name() + " takes work: " + idleWorkers();
        }
        if (request.lastHandBack() == HandBackReason.NOT_SERVING) {
            return "no worker serves its method at the moment";
        }
        if (request.lastHandBack() == HandBackReason.METHOD_BUSY) {
            return "every worker has as many calls of its method as it may; other methods pass";
        }
        int busy = pool.workers().stream().mapToInt(WorkerSnapshot::busy).sum();
        if (pool.inFlight() < pool.window()) {
            return "its turn has not come; there is room, so it is about to be sent";
        }
        return busy >= pool.capacity()
                ? "no slot is free: " + busy + " of " + pool.capacity() + " busy"
                : "as much is dispatched as the workers have room for: " + pool.inFlight() + " in flight, of at most "
                        + pool.window() + "; " + busy + " of " + pool.capacity()
                        + " slots were busy at the last heartbeats";
    }

    private String idleWorkers() {
        return pool.workers().stream()
                .map(worker -> worker.id() + " is " + worker.state() + ", heard of "
                        + Sentences.soFar(worker.silentNanos()) + " ago")
                .collect(Collectors.joining("; "));
    }

    // ---- at a worker

    private void tellWhoHasIt() {
        if (request.state() == State.OVERRUN) {
            sentences.add(
                    "Nobody waits for it any more: its deadline has passed, or its client took it back or has gone;"
                            + " but it takes a slot until its worker lets go of it.");
        }
        String since = Sentences.soFar(nowNanos - request.dispatchedNanos());
        Holder holder = request.holder();
        if (holder == null) {
            sentences.add(
                    "It was sent to a worker %s ago, and none has said yet that it has it%s.", since, whoMayHaveIt());
        } else if (holder.silent()) {
            sentences.add(
                    "Worker %s has had it for %s and stands still, or is cut off: no heartbeat for %s.",
                    holder.worker(), since, Sentences.soFar(holder.silentNanos()));
        } else if (holder.claimedAgoNanos() - holder.silentNanos() >= LEFT_OUT_NANOS) {
            sentences.add(
                    "Worker %s had it %s ago and does not list it any more: its reply is on the way, or lost.",
                    holder.worker(), Sentences.soFar(holder.claimedAgoNanos()));
        } else {
            sentences.add(
                    "Worker %s has had it for %s; it holds it still according to its last heartbeat %s ago.",
                    holder.worker(), since, Sentences.soFar(holder.claimedAgoNanos()));
        }
    }

    private String whoMayHaveIt() {
        if (pool.plainPeers() > 0) {
            return ": a plain ZeroMQ worker, which never says what it has, or a worker before its next heartbeat";
        }
        String silent = pool.workers().stream()
                .filter(worker -> worker.state().equals("SUSPECT"))
                .map(WorkerSnapshot::id)
                .collect(Collectors.joining(", "));
        return silent.isEmpty() ? "" : ": it may lie unread before " + silent + ", which stands still";
    }

    // ---- both

    private void tellTheRest() {
        if (request.partials() > 0) {
            sentences.add("%d replies of its stream have gone to the client.", request.partials());
        }
        Reasons.tellReturns(request.steps(), request.attempt(), sentences);
        if (request.state() != State.OVERRUN) {
            sentences.add("%s are left until its deadline.", Sentences.soFar(request.deadlineNanos() - nowNanos));
        }
    }
}
