package dev.baton.broker;

import dev.baton.broker.backend.Backend;
import dev.baton.broker.backend.ControlDesk;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.workers.Worker;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.wire.Identity;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * One pool with its backend: puts its parts together, and has one method for each stage of a pass. What comes in goes from here to the core
 * ({@link Pool}); what the core decides is carried out by {@link Refusals} at the door, {@link WorkerMessages} and {@link StreamRelay} on the way
 * back, {@link PoolOutcomes} when time passes, and all of them end requests through {@link RequestEnds}. Broker thread only.
 */
final class PoolRoom implements AutoCloseable {
    private PoolConfig config;
    private final RoomContext room;
    private final Pool pool;
    private final RequestEnds ends;
    private final Refusals refusals;
    private final StreamRelay streams;
    private final WorkerMessages messages;
    private final PoolSnapshots snapshots;
    private final Backend backend;
    private final Departures departures = new Departures();

    PoolRoom(
            BrokerConfig broker,
            int index,
            Sockets sockets,
            ReplyDesk desk,
            BrokerObserver observer,
            RequestTracer tracer,
            long firstToken,
            long nowNanos) {
        this.config = broker.pools().get(index);
        this.room = new RoomContext(
                index,
                config.name(),
                sockets.backend().endpoint(),
                new WorkerControl(config.name(), new ControlDesk(sockets.control(), observer)),
                desk,
                observer,
                new RequestTraces(tracer),
                new ServiceNames(config.services()),
                new PoolLog(config.name(), nowNanos),
                new PassTime(nowNanos));
        PoolOutcomes outcomes = new PoolOutcomes(room, settings(broker, config), firstToken);
        this.pool = outcomes.pool();
        this.ends = outcomes.ends();
        this.snapshots = outcomes.snapshots();
        this.refusals = new Refusals(room, pool.view(), ends, config);
        this.streams = new StreamRelay(room, pool, ends);
        this.messages = new WorkerMessages(room, pool, ends, streams);
        this.backend = new Backend(sockets.backend(), messages);
    }

    /**
     * What the room is given to own.
     *
     * @param control null: there is no control channel
     */
    record Sockets(MessageSocket backend, @Nullable MessageSocket control) {}

    private static PoolSettings settings(BrokerConfig broker, PoolConfig config) {
        RequestQueue.Limits limits = new RequestQueue.Limits(
                config.maxQueued(),
                config.maxQueuedBytes(),
                broker.maxQueuedPerClient(),
                broker.maxQueuedBytesPerClient(),
                config.ageing().toNanos());
        return new PoolSettings(
                limits,
                config.windowFactor(),
                config.plainWorkerCapacity(),
                config.lease().toNanos(),
                config.maxLostLeases(),
                config.suspectAfter().toNanos(),
                config.goneAfter().toNanos(),
                config.refuseHopeless());
    }

    /** Takes over what can change while requests are here; see {@link Pool#apply}. */
    void apply(BrokerConfig broker) {
        config = broker.pools().get(room.index());
        pool.apply(settings(broker, config));
        refusals.apply(config);
    }

    // ---- one call per stage of a pass

    /** Takes in replies and signals, then the ends of the connections that they came by. */
    int receive(long now, int most) {
        room.time().set(now);
        int done = backend.receive(most);
        departures.takeDue(done < most, address -> pool.onDisconnected(address, now));
        return done;
    }

    /** Takes in a request, or says why not. */
    void admit(BrokerRequest request, long now) {
        room.time().set(now);
        if (request.stream() != null && room.control().endpoint().isEmpty()) {
            refusals.refuseStream(request);
            return;
        }
        Admission admission = pool.admit(request, now);
        if (admission == Admission.ADMITTED) {
            room.traces().onAdmitted(request);
        } else {
            refusals.refuse(request, admission);
        }
    }

    /** Sends out what the window allows. */
    int dispatch(long now) {
        room.time().set(now);
        int done = 0;
        for (BrokerRequest request = pool.next(now); request != null; request = pool.next(now)) {
            long token = pool.dispatch(request, now);
            byte[][] content = room.traces().onDispatched(request, HeaderAmendments.forWorker(request, now));
            if (backend.send(token, request.envelope(), content) != SendResult.SENT) {
                pool.putBack(request, now);
                room.traces().onWaitsAgain(request);
                break;
            }
            room.observer().onDispatched(request.queuedNanos());
            done++;
        }
        return done;
    }

    /** Lets time pass. */
    int expire(long now) {
        room.time().set(now);
        return pool.expire(now);
    }

    /** Says to the workers what came up during this pass. */
    void flushControl(long now) {
        streams.flush();
        room.control().tend(now);
    }

    // ---- from the frontend

    void cancel(Identity client, long requestId, long now) {
        room.time().set(now);
        BrokerRequest request = pool.cancel(client, requestId, now);
        if (request == null) {
            return;
        }
        if (request.state() != BrokerRequest.State.OVERRUN) {
            String message = "cancelled by the client while it waited";
            ends.answeredHere(request, StatusCode.CANCELLED, message, request.executedSoFar());
        } else {
            String message = "cancelled by the client while a worker had it";
            ends.answeredHere(request, StatusCode.CANCELLED, message, request.executedAtWorker());
        }
    }

    /** A client takes so much of one of its streams. */
    void credit(Identity client, RequestRouting routing) {
        streams.onCredit(client, routing);
    }

    void clientGone(Identity client, long now) {
        room.time().set(now);
        pool.onClientGone(
                client, now, request -> ends.abandoned(request, StatusCode.CANCELLED, "its client disconnected"));
    }

    // ---- peers come and go

    void onConnected(String address, long now) {
        room.time().set(now);
        if (departures.remove(address)) {
            pool.onDisconnected(address, now);
        }
        pool.onConnected(address);
    }

    void onDisconnected(String address) {
        departures.add(address);
    }

    // ---- control of workers

    /** Null: no such worker here. */
    @Nullable
    Worker findWorker(String id) {
        return pool.findWorker(id);
    }

    /**
     * Tells this worker, and tells it again at each heartbeat until it has done so.
     *
     * @throws IllegalStateException if it does not listen
     */
    void control(Worker worker, Worker.Wish wish) {
        room.control().tell(worker, wish);
    }

    // ---- the end

    void abandonAll(long now) {
        room.time().set(now);
        pool.abandonAll(now);
    }

    @Override
    public void close() {
        backend.close();
        room.control().close();
    }

    // ---- seen from outside

    int index() {
        return room.index();
    }

    PoolConfig config() {
        return config;
    }

    boolean isIdle() {
        return pool.isIdle();
    }

    boolean watchesTime() {
        return pool.watchesTime();
    }

    String endpoint() {
        return room.endpoint();
    }

    void search(OpenRequestSearch search) {
        search.look(room.index(), pool.view());
    }

    PoolSnapshot snapshot() {
        room.log()
                .look(pool.view().capacity(), pool.view().queued(), room.time().nowNanos());
        return snapshots.take(config.maxQueued(), messages.handBacks());
    }
}
