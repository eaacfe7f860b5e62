package dev.baton.broker;

import dev.baton.broker.backend.BackendListener;
import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.WorkerSignal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What workers send: replies, requests that they return, signals. Broker thread only. */
final class WorkerMessages implements BackendListener {
    private final RoomContext room;
    private final Pool pool;
    private final RequestEnds ends;
    private final StreamRelay streams;
    private long handBacks;

    WorkerMessages(RoomContext room, Pool pool, RequestEnds ends, StreamRelay streams) {
        this.room = room;
        this.pool = pool;
        this.ends = ends;
        this.streams = streams;
    }

    @Override
    public void onReply(long token, byte[][] content, ReplyRouting routing) {
        switch (routing.kind()) {
            case HAND_BACK -> onHandBack(token, routing);
            case PARTIAL -> onPartial(token, content, routing);
            case FINAL -> onFinal(token, content, routing);
        }
    }

    private void onFinal(long token, byte[][] content, ReplyRouting routing) {
        InFlight entry = pool.onReply(
                token,
                TimeUnit.MICROSECONDS.toNanos(routing.workerWaitMicros()),
                TimeUnit.MICROSECONDS.toNanos(routing.handlerMicros()),
                room.time().nowNanos());
        BrokerRequest request = requestOf(entry);
        if (request != null) {
            ends.answered(request, content, routing);
        }
    }

    private void onPartial(long token, byte[][] content, ReplyRouting routing) {
        InFlight entry = pool.find(token);
        BrokerRequest request = requestOf(entry);
        if (entry != null && request != null) {
            streams.onPartial(entry, content, routing);
        }
    }

    @Override
    public void onForeignReply(long token, byte[][] content) {
        BrokerRequest request = requestOf(pool.onReply(token, 0, -1, room.time().nowNanos()));
        if (request != null) {
            ends.answeredByForeigner(request, content);
        }
    }

    /** The request that somebody still waits for; null, and counted, if nobody does. */
    private @Nullable BrokerRequest requestOf(@Nullable InFlight entry) {
        if (entry == null) {
            room.observer().onDropped(DropReason.UNKNOWN_TOKEN);
            return null;
        }
        if (!entry.isWanted()) {
            room.observer().onDropped(DropReason.LATE_REPLY);
            return null;
        }
        return entry.request();
    }

    private void onHandBack(long token, ReplyRouting routing) {
        room.observer().onHandBack(routing.reason());
        handBacks++;
        InFlight entry = pool.onHandBack(
                token, routing.workerId(), routing.reason(), room.time().nowNanos());
        if (entry == null) {
            room.observer().onDropped(DropReason.UNKNOWN_TOKEN);
            return;
        }
        room.traces().onWaitsAgain(entry.request());
        Worker worker = pool.findWorker(routing.workerId());
        if (worker != null) {
            worker.handedBack();
        }
    }

    @Override
    public void onSignal(WorkerSignal signal, String peerAddress) {
        if (signal instanceof WorkerSignal.Register register) {
            room.services().learn(register);
        }
        pool.onSignal(signal, peerAddress, room.time().nowNanos());
        Worker worker = pool.findWorker(signal.workerId());
        if (worker != null) {
            room.control().remind(worker);
        }
    }

    @Override
    public void onDropped(DropReason reason) {
        room.observer().onDropped(reason);
    }

    /** How many requests workers have returned. */
    long handBacks() {
        return handBacks;
    }
}
