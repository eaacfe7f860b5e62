package dev.baton.broker;

import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.Trail;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Executed;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.StatusCode;
import java.util.concurrent.TimeUnit;

/**
 * What is told when a request ends: to the traces, the meters, the journal, and last to its client, also if one of those fails. Each request that
 * the core lets go of passes through one of these methods, once. Broker thread only.
 */
final class RequestEnds {
    private final RoomContext room;
    private final Pool pool;
    private final FinishedRequest finished = new FinishedRequest();

    RequestEnds(RoomContext room, Pool pool) {
        this.room = room;
        this.pool = pool;
    }

    /** It was never let in. */
    void refused(BrokerRequest request, StatusCode status, String message, long retryAfterNanos) {
        try {
            room.observer().onFinished(begun(request, status, message));
        } finally {
            room.desk().refuse(request, status, message, Executed.NO, retryAfterNanos);
        }
    }

    /** A worker answered it. */
    void answered(BrokerRequest request, byte[][] content, ReplyRouting routing) {
        StatusCode status = routing.status();
        try {
            ended(request, status);
            room.observer()
                    .onFinished(described(request, status, status == StatusCode.OK ? "" : routing.message())
                            .answered(
                                    TimeUnit.MICROSECONDS.toNanos(routing.workerWaitMicros()),
                                    TimeUnit.MICROSECONDS.toNanos(routing.handlerMicros()),
                                    routing.workerId()));
        } finally {
            content[0] = HeaderAmendments.forClient(content[0], request, routing);
            room.desk().passOn(request, content);
        }
    }

    /** A plain peer answered it. */
    void answeredByForeigner(BrokerRequest request, byte[][] content) {
        try {
            abandoned(request, StatusCode.OK, "");
        } finally {
            room.desk().passOnForeign(request, content);
        }
    }

    /** The broker answers it, because no worker will. */
    void answeredHere(BrokerRequest request, StatusCode status, String message, Executed executed) {
        try {
            abandoned(request, status, message);
        } finally {
            room.desk().refuse(request, status, message, executed, 0);
        }
    }

    /** Its stream broke off; the client, which may not read, is told as well as possible. */
    void brokenOff(BrokerRequest request, StatusCode status, String message) {
        try {
            abandoned(request, status, message);
        } finally {
            room.desk().cutOff(request, status, message);
        }
    }

    /** Its client has gone: there is nobody to tell. */
    void abandoned(BrokerRequest request, StatusCode status, String message) {
        ended(request, status);
        InFlight entry = request.wasDispatched() ? pool.find(request.token()) : null;
        Worker holder = entry == null ? null : entry.claimedBy();
        room.observer().onFinished(described(request, status, message).heldBy(holder == null ? "" : holder.id()));
    }

    private void ended(BrokerRequest request, StatusCode status) {
        room.traces().onEnded(request, status);
        room.observer()
                .onEnded(
                        room.services().tag(request.service()),
                        status,
                        room.time().nowNanos() - request.arrivedNanos());
    }

    private FinishedRequest begun(BrokerRequest request, StatusCode status, String message) {
        return finished.start(request.client(), request.requestId(), request.method(), room.index())
                .by(request.caller())
                .end(status, message, request.arrivedNanos(), room.time().nowNanos());
    }

    private FinishedRequest described(BrokerRequest request, StatusCode status, String message) {
        Trail trail = request.returns();
        begun(request, status, message)
                .accepted(
                        request.queuedNanos(),
                        request.attempt(),
                        request.hops(),
                        trail == null ? null : Steps.of(trail));
        if (request.wasDispatched()) {
            finished.dispatched(request.dispatchedNanos()).streamed(request.partials());
        }
        return finished;
    }
}
