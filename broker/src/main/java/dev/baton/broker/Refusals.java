package dev.baton.broker;

import dev.baton.broker.dispatch.PoolView;
import dev.baton.broker.observe.RejectReason;
import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.wire.StatusCode;
import java.util.concurrent.TimeUnit;

/** Why a request is not let in, for its client, the meters and the log. Broker thread only. */
final class Refusals {
    private final RoomContext room;
    private final PoolView pool;
    private final RequestEnds ends;
    private long maxQueuedBytes;

    Refusals(RoomContext room, PoolView pool, RequestEnds ends, PoolConfig config) {
        this.room = room;
        this.pool = pool;
        this.ends = ends;
        this.maxQueuedBytes = config.maxQueuedBytes();
    }

    void apply(PoolConfig changed) {
        maxQueuedBytes = changed.maxQueuedBytes();
    }

    /** It wants a stream, of whose credit no worker could hear. */
    void refuseStream(BrokerRequest request) {
        room.observer().onRejected(RejectReason.UNSUPPORTED);
        String message = "pool " + room.pool()
                + " has no control channel, over which its workers could hear how much the client of a stream takes;"
                + " set its `control`, or call a broker that has the workers itself";
        ends.refused(request, StatusCode.FAILED_PRECONDITION, message, 0);
    }

    void refuse(BrokerRequest request, Admission admission) {
        switch (admission) {
            case QUEUE_FULL ->
                reject(
                        request,
                        RejectReason.POOL_QUEUE_FULL,
                        "pool " + room.pool() + " has " + pool.queued() + " requests waiting, its limit");
            case BYTES_FULL ->
                reject(
                        request,
                        RejectReason.POOL_BYTES_FULL,
                        "pool " + room.pool() + " has " + pool.queuedBytes() + " bytes waiting, near its limit of "
                                + maxQueuedBytes);
            case CLIENT_QUEUE_FULL ->
                reject(
                        request,
                        RejectReason.CLIENT_QUEUE_FULL,
                        "this client has as many requests waiting as one client may; send fewer at once");
            case CLIENT_BYTES_FULL ->
                reject(
                        request,
                        RejectReason.CLIENT_BYTES_FULL,
                        "this client has as many bytes waiting as one client may; send fewer at once");
            case HOPELESS ->
                reject(
                        request,
                        RejectReason.HOPELESS,
                        "the wait is likely to take about " + likelyWaitMillis(request)
                                + " ms, longer than the time that is left; try later, or with a later deadline");
            case NO_WORKER -> {
                room.observer().onRejected(RejectReason.NO_WORKER);
                ends.refused(request, StatusCode.UNAVAILABLE, room.noWorker(), 0);
            }
            case ADMITTED -> throw new IllegalArgumentException("admitted requests are not refused");
        }
    }

    private long likelyWaitMillis(BrokerRequest request) {
        return TimeUnit.NANOSECONDS.toMillis(pool.estimatedWaitNanos(request.client()));
    }

    private void reject(BrokerRequest request, RejectReason reason, String message) {
        room.observer().onRejected(reason);
        room.log().refused(reason);
        ends.refused(request, StatusCode.RESOURCE_EXHAUSTED, message, pool.retryAfterNanos());
    }
}
