package dev.baton.broker;

import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.dispatch.PoolListener;
import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.workers.Worker;
import dev.baton.broker.workers.WorkerState;
import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the core finds out by itself, as time passes and workers go: puts it into words for clients and log. Broker thread only. */
final class PoolOutcomes implements PoolListener {
    private static final Logger log = LoggerFactory.getLogger(PoolOutcomes.class);

    private final RoomContext room;
    private final Pool pool;
    private final RequestEnds ends;
    private final PoolSnapshots snapshots;

    /** Makes the core that it listens to. */
    PoolOutcomes(RoomContext room, PoolSettings settings, long firstToken) {
        this.room = room;
        this.pool = new Pool(settings, this, firstToken, room.time().nowNanos());
        this.ends = new RequestEnds(room, pool);
        this.snapshots = new PoolSnapshots(room, pool.view());
    }

    Pool pool() {
        return pool;
    }

    RequestEnds ends() {
        return ends;
    }

    PoolSnapshots snapshots() {
        return snapshots;
    }

    @Override
    public void onUnwanted(InFlight entry) {
        room.control().cancel(entry.token(), entry.claimedBy());
    }

    @Override
    public void onExpired(BrokerRequest request) {
        String why = pool.view().capacity() == 0 ? room.noWorker() : whyItWaited(request);
        long queuedMillis = TimeUnit.NANOSECONDS.toMillis(request.queuedNanos());
        String message = "the deadline passed after " + queuedMillis + " ms in the broker's queue: " + why;
        ends.answeredHere(request, StatusCode.DEADLINE_EXCEEDED, message, request.executedSoFar());
    }

    private static String whyItWaited(BrokerRequest request) {
        return switch (request.lastHandBack()) {
            case METHOD_BUSY -> "every worker had as many calls of this method as it may";
            case NOT_SERVING -> "no worker served it";
            case UNSPECIFIED, BUSY, DRAINING -> "every worker was busy";
        };
    }

    @Override
    public void onUnserved(BrokerRequest request) {
        String message = "no worker serves " + request.service() + " at the moment";
        ends.answeredHere(request, StatusCode.UNAVAILABLE, message, request.executedSoFar());
    }

    @Override
    public void onOverrun(BrokerRequest request) {
        room.observer().onOverrun(request.method(), request.attempt());
        log.debug("deadline of {} attempt {} passed while a worker has it", request.method(), request.attempt());
        String message = "the deadline passed while a worker had the request";
        ends.answeredHere(request, StatusCode.DEADLINE_EXCEEDED, message, request.executedAtWorker());
    }

    @Override
    public void onLost(BrokerRequest request, Executed executed) {
        reportLost(request);
        String message = switch (executed) {
            case NO -> "the broker stopped before the request was run";
            case MAYBE -> "the worker that had the request is gone; it may have run";
            case YES -> "the broker stopped in the middle of the stream, after " + request.partials() + " replies";
        };
        ends.answeredHere(request, StatusCode.UNAVAILABLE, message, executed);
    }

    @Override
    public void onStreamBroken(BrokerRequest request) {
        reportLost(request);
        String message = "the worker that was sending the stream is gone, after " + request.partials()
                + " replies; it is not run again, because that would begin anew";
        ends.answeredHere(request, StatusCode.ABORTED, message, Executed.YES);
    }

    @Override
    public void onStreamStuck(BrokerRequest request) {
        String message =
                "the worker that sends the stream cannot be told that the client takes more: it has not subscribed"
                        + " to the control channel " + room.control().endpoint();
        ends.answeredHere(request, StatusCode.FAILED_PRECONDITION, message, request.executedAtWorker());
    }

    @Override
    public void onGivenUp(BrokerRequest request) {
        reportLost(request);
        log.warn(
                "{} attempt {} gave up: {} workers were lost with it",
                request.method(),
                request.attempt(),
                request.deaths());
        String message = "given up: " + request.deaths() + " workers in a row were lost while they had this request";
        ends.answeredHere(request, StatusCode.ABORTED, message, Executed.MAYBE);
    }

    @Override
    public void onRetried(BrokerRequest request) {
        room.traces().onWaitsAgain(request);
        reportLost(request);
    }

    private void reportLost(BrokerRequest request) {
        room.observer().onLeaseLost(request.method(), request.attempt());
        log.debug("{} attempt {} was lost with its worker", request.method(), request.attempt());
    }

    @Override
    public void onNoWorker(BrokerRequest request) {
        ends.answeredHere(request, StatusCode.UNAVAILABLE, room.noWorker(), request.executedSoFar());
    }

    @Override
    public void onWorkerChanged(Worker worker) {
        String how = worker.state() == WorkerState.GONE && !worker.saidGoodbye() ? ", without a goodbye" : "";
        log.info(
                "worker {} of pool {} is {}{} (from {}, capacity {})",
                worker.id(),
                room.pool(),
                worker.state(),
                how,
                worker.address(),
                worker.capacity());
        room.observer().onWorkerChanged(room.pool(), snapshots.of(worker), worker.saidGoodbye());
    }
}
