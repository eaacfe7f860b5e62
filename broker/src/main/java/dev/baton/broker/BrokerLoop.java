package dev.baton.broker;

import dev.baton.broker.access.Access;
import dev.baton.broker.frontend.Frontend;
import dev.baton.broker.frontend.FrontendListener;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.State;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.OpenRequestQuery;
import dev.baton.broker.observe.OpenRequests;
import dev.baton.broker.observe.RejectReason;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.workers.Worker;
import dev.baton.transport.BugLog;
import dev.baton.transport.LoopTask;
import dev.baton.transport.Mailbox;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Executed;
import dev.baton.wire.Identity;
import dev.baton.wire.Protocol;
import dev.baton.wire.RequestKind;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's one loop: joins frontend, pools and clients, and is the map of the broker. Replies are taken in before requests, because a
 * reply frees the place in the window that the next request needs. Broker thread only, but for {@link #snapshot}.
 */
final class BrokerLoop implements LoopTask, FrontendListener {
    private static final Logger log = LoggerFactory.getLogger(BrokerLoop.class);

    private static final int NO_POOL = -1;
    private static final int MESSAGES_PER_PASS = 256;
    private static final int COMMANDS_PER_PASS = 64;
    private static final long SNAPSHOT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long WAIT_WITH_TIMERS_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /**
     * How long the sockets stay open after the last reply of a drain. A connection that is closed while something of its peer is unread is
     * reset, and a reset takes along what the peer has not read yet.
     */
    private static final long LAST_REPLIES_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final BugLog bugs = new BugLog(log, "a bug in the broker loop; the loop goes on");
    private BrokerConfig config;
    private final BrokerObserver observer;
    private final Frontend frontend;
    private final List<PoolRoom> pools;
    private final ServiceDirectory directory;
    private final ReplyDesk desk;
    private final Mailbox<Runnable> commands;
    private final WakeUp wakeUp;
    private final SocketPoll poll;
    private final Runnable onDrained;
    private final Runnable onStopped;
    private final Set<Identity> clients = new HashSet<>();
    private final Doorkeeper doorkeeper;
    private final ConnectionWatch connections;
    private static final byte[] NOBODY = WireCodec.callerField("");

    private final @Nullable Callers callers;
    private final FinishedRequest refused = new FinishedRequest();
    private State state = State.SERVING;
    private long nowNanos;
    private long drainUntilNanos;
    private long busyNanos;
    private long snapshotNanos;
    /* SERVING <-> DRAINING by pause and resume; once a drain has begun, it ends in STOPPED. */
    private boolean ending;
    private boolean drained;
    private volatile BrokerSnapshot snapshot;

    BrokerLoop(
            BrokerSockets sockets,
            BrokerConfig config,
            BrokerObserver observer,
            RequestTracer tracer,
            Runnable onDrained,
            Runnable onStopped,
            Runnable onDeadIoThread,
            long now) {
        this.config = config;
        this.observer = observer;
        this.commands = sockets.commands();
        this.wakeUp = sockets.wakeUp();
        this.onDrained = onDrained;
        this.onStopped = onStopped;
        this.nowNanos = now;
        this.frontend =
                new Frontend(sockets.frontend(), this, config.maxOutboxPerClient(), config.maxOutboxBytesPerClient());
        this.desk = new ReplyDesk(frontend);
        this.doorkeeper = new Doorkeeper(config.peerLimits());
        this.connections = sockets.watch(observer, onDeadIoThread, now);
        this.pools = sockets.makeRooms(config, desk, observer, tracer, now);
        this.directory = new ServiceDirectory(pools);
        Access access = sockets.access();
        this.callers = access == null ? null : new Callers(access, pools.size());
        this.poll = sockets.poll();
        this.snapshot = takeSnapshot();
    }

    @Override
    public int doWork(long now) {
        nowNanos = now;
        int done = commands.drain(Runnable::run, COMMANDS_PER_PASS);
        for (PoolRoom pool : pools) {
            done += pool.receive(now, MESSAGES_PER_PASS);
        }
        done += frontend.receive(MESSAGES_PER_PASS);
        for (PoolRoom pool : pools) {
            done += pool.expire(now);
            done += pool.dispatch(now);
            pool.flushControl(now);
        }
        done += frontend.flush();
        if (ending) {
            finishDrain();
        }
        if (now - snapshotNanos >= SNAPSHOT_EVERY_NANOS) {
            publish();
        }
        return done;
    }

    @Override
    public void await(long now) {
        publishIfStale(now);
        boolean watchesTime = ending || frontend.hasBlocked();
        for (PoolRoom pool : pools) {
            watchesTime |= pool.watchesTime();
        }
        wakeUp.aboutToSleep();
        if (commands.isEmpty()) {
            poll.await(watchesTime ? WAIT_WITH_TIMERS_NANOS : WAIT_NANOS);
        }
        wakeUp.awake();
    }

    private void publishIfStale(long now) {
        if (now - snapshotNanos >= SNAPSHOT_EVERY_NANOS / 10) {
            publish();
        }
    }

    // ---- from clients

    @Override
    public void onRequest(byte[][] envelope, byte[][] content, RequestRouting routing) {
        Identity client = Identity.of(envelope[0]);
        clients.add(client);
        if (routing.kind() == RequestKind.CANCEL) {
            pools.forEach(pool -> pool.cancel(client, routing.requestId(), nowNanos));
            return;
        }
        if (routing.kind() == RequestKind.CREDIT) {
            pools.forEach(pool -> pool.credit(client, routing));
            return;
        }
        if (routing.kind() == RequestKind.UNKNOWN) {
            refuseUnsupported(envelope, routing.requestId(), "this broker does not know this kind of request");
            return;
        }
        int headerBytes = content[0].length - routing.payloadBytes();
        RejectReason objection = doorkeeper.objection(client, envelope, content, headerBytes, nowNanos);
        if (objection != null) {
            observer.onRejected(objection);
            long retryAfterNanos = isRate(objection) ? Doorkeeper.retryAfterNanos() : 0;
            String message = doorkeeper.explain(objection);
            desk.refuse(envelope, routing.requestId(), statusOf(objection), message, Executed.NO, retryAfterNanos);
            return;
        }
        ServiceDirectory.Route route = directory.find(content[0], routing);
        Callers.Caller caller = callers == null ? null : callers.of(client, frontend.lastPeer());
        if (caller != null) {
            content[0] = WireCodec.amendCaller(content[0], caller.field());
        } else if (routing.namesCaller()) {
            content[0] = WireCodec.amendCaller(content[0], NOBODY);
        }
        admit(request(envelope, content, routing, route, caller), route, caller);
    }

    private void admit(BrokerRequest request, ServiceDirectory.Route route, Callers.@Nullable Caller caller) {
        if (!mayEnter(request)) {
            return;
        }
        if (caller != null && !caller.mayCall(route.service())) {
            refuseForbidden(request, route, caller);
        } else if (route.pool() == null) {
            refuseUnknownService(request, route);
        } else {
            route.pool().admit(request, nowNanos);
        }
    }

    private static StatusCode statusOf(RejectReason objection) {
        return isRate(objection) ? StatusCode.RESOURCE_EXHAUSTED : StatusCode.INVALID_ARGUMENT;
    }

    private static boolean isRate(RejectReason objection) {
        return objection == RejectReason.CLIENT_RATE || objection == RejectReason.CLIENT_BYTES_RATE;
    }

    private void refuseForbidden(BrokerRequest request, ServiceDirectory.Route route, Callers.Caller caller) {
        observer.onRejected(RejectReason.NOT_ALLOWED);
        String what = request.isForeign() ? "send requests without a header" : "call " + route.service();
        String message = caller.holder() == null
                ? "the key of this client was revoked"
                : caller.name() + " may not " + what + "; the broker's operator can allow it to its key";
        refuse(request, StatusCode.PERMISSION_DENIED, message);
    }

    private BrokerRequest request(
            byte[][] envelope,
            byte[][] content,
            RequestRouting routing,
            ServiceDirectory.Route route,
            Callers.@Nullable Caller caller) {
        boolean ownDeadline = routing.remainingMicros() > 0;
        long askedNanos = ownDeadline
                ? saturatedNanos(routing.remainingMicros())
                : config.defaultTimeout().toNanos();
        long remainingNanos = Math.min(askedNanos, config.maxTimeout().toNanos());
        BrokerRequest.Builder builder = BrokerRequest.from(envelope, content)
                .call(route.service(), route.method(), routing.requestId())
                .treatment(routing.idempotency(), routing.priority(), routing.failFast())
                .history(routing.attempt(), routing.queuedMicros())
                .stream(routing.streamCredit(), routing.streamCreditBytes())
                .times(nowNanos, nowNanos + remainingNanos, ownDeadline && remainingNanos == askedNanos);
        return named(builder, route, caller).build();
    }

    private static BrokerRequest.Builder named(
            BrokerRequest.Builder builder, ServiceDirectory.Route route, Callers.@Nullable Caller caller) {
        if (caller == null) {
            return builder;
        }
        return builder.caller(
                caller.name(),
                route.pool() == null ? null : caller.accounts()[route.pool().index()]);
    }

    private static long saturatedNanos(long micros) {
        return TimeUnit.MICROSECONDS.toNanos(micros);
    }

    @Override
    public void onForeignRequest(byte[][] envelope, byte[][] content) {
        Identity client = Identity.of(envelope[0]);
        clients.add(client);
        ServiceDirectory.Route route = directory.foreign();
        Callers.Caller caller = callers == null ? null : callers.of(client, frontend.lastPeer());
        BrokerRequest.Builder builder = BrokerRequest.from(envelope, content)
                .foreign()
                .times(nowNanos, nowNanos + config.defaultTimeout().toNanos(), false);
        BrokerRequest request = named(builder, route, caller).build();
        RejectReason objection = doorkeeper.objection(client, envelope, content, 0, nowNanos);
        if (objection != null) {
            observer.onRejected(objection);
            desk.refuse(request, statusOf(objection), doorkeeper.explain(objection), Executed.NO, 0);
            return;
        }
        admit(request, route, caller);
    }

    private boolean mayEnter(BrokerRequest request) {
        if (state == State.SERVING) {
            return true;
        }
        observer.onRejected(RejectReason.DRAINING);
        refuse(request, StatusCode.UNAVAILABLE, "this broker is about to stop");
        return false;
    }

    private void refuseUnknownService(BrokerRequest request, ServiceDirectory.Route route) {
        observer.onRejected(RejectReason.UNKNOWN_SERVICE);
        String message = "no pool serves " + (request.isForeign() ? "requests without a header" : route.service())
                + "; served here: " + directory.served();
        refuse(request, StatusCode.UNIMPLEMENTED, message);
    }

    private void refuse(BrokerRequest request, StatusCode status, String message) {
        observer.onFinished(refused.start(request.client(), request.requestId(), request.method(), NO_POOL)
                .by(request.caller())
                .end(status, message, request.arrivedNanos(), nowNanos));
        desk.refuse(request, status, message, Executed.NO, 0);
    }

    @Override
    public void onOtherVersion(byte[][] envelope, byte[][] content) {
        refuseUnsupported(
                envelope, Protocol.requestIdOf(content[0]), "this broker speaks version 1 of the protocol only (BTN1)");
    }

    private void refuseUnsupported(byte[][] envelope, long requestId, String message) {
        observer.onRejected(RejectReason.UNSUPPORTED);
        desk.refuse(envelope, requestId, StatusCode.UNIMPLEMENTED, message, Executed.NO, 0);
    }

    @Override
    public void onClientGone(Identity client) {
        clients.remove(client);
        doorkeeper.forget(client);
        if (callers != null) {
            callers.gone(client);
        }
        pools.forEach(pool -> pool.clientGone(client, nowNanos));
    }

    @Override
    public void onDropped(DropReason reason) {
        observer.onDropped(reason);
    }

    // ---- commands

    /** Refuses what comes from now on, and ends when what is here is done, or after this time. */
    void onDrain(long drainNanos) {
        long until = nowNanos + drainNanos;
        if (!ending) {
            log.info("draining: new requests are refused, what is here has {} ms", drainNanos / 1_000_000);
            state = State.DRAINING;
            ending = true;
            drainUntilNanos = until;
            busyNanos = nowNanos;
        } else if (until - drainUntilNanos < 0) {
            drainUntilNanos = until;
        }
        publish();
    }

    /** Takes over what can change while requests are here: limits, time-outs and the windows' factors. */
    void onReconfigure(BrokerConfig changed) {
        config = changed;
        doorkeeper.apply(changed.peerLimits());
        pools.forEach(pool -> pool.apply(changed));
    }

    /** Who is who is looked up again. */
    void onKeysChanged() {
        if (callers != null) {
            callers.lookAgain();
        }
    }

    /** Refuses what comes from now on and finishes what is here, but stays. False: it is about to end already. */
    boolean onPause() {
        if (ending) {
            return false;
        }
        log.info("paused: new requests are refused");
        state = State.DRAINING;
        publish();
        return true;
    }

    /** Takes requests again. False: it is about to end. */
    boolean onResume() {
        if (ending) {
            return false;
        }
        log.info("resumed: requests are taken");
        state = State.SERVING;
        publish();
        return true;
    }

    /**
     * Has a worker do something; false: there is no such worker.
     *
     * @throws IllegalStateException if it does not listen
     */
    boolean onWish(String workerId, Worker.Wish wish) {
        for (PoolRoom pool : pools) {
            Worker worker = pool.findWorker(workerId);
            if (worker != null) {
                pool.control(worker, wish);
                return true;
            }
        }
        return false;
    }

    /** Looks at everything that is here. */
    OpenRequests onOpenRequests(OpenRequestQuery query) {
        OpenRequestSearch search = new OpenRequestSearch(query, nowNanos);
        pools.forEach(pool -> pool.search(search));
        return search.result();
    }

    private void finishDrain() {
        if (!(pools.stream().allMatch(PoolRoom::isIdle) && !frontend.hasBlocked())) {
            busyNanos = nowNanos;
        }
        boolean idle = nowNanos - busyNanos >= LAST_REPLIES_NANOS;
        boolean late = nowNanos - drainUntilNanos >= 0;
        if (drained || !(idle || late)) {
            return;
        }
        drained = true;
        pools.forEach(pool -> pool.abandonAll(nowNanos));
        onDrained.run();
    }

    // ---- the end

    @Override
    public void onStop() {
        frontend.close();
        connections.close();
        pools.forEach(PoolRoom::close);
        poll.close();
        wakeUp.close();
        state = State.STOPPED;
        publish();
        onStopped.run();
    }

    @Override
    public void onError(Throwable error) {
        bugs.write(error);
        observer.onLoopError(error);
    }

    // ---- seen from outside

    private void publish() {
        snapshotNanos = nowNanos;
        snapshot = takeSnapshot();
        connections.look(nowNanos);
        observer.onSnapshot(snapshot);
    }

    private BrokerSnapshot takeSnapshot() {
        return new BrokerSnapshot(
                state, clients.size(), pools.stream().map(PoolRoom::snapshot).toList(), nowNanos);
    }

    /** The last published view. Thread-safe. */
    BrokerSnapshot snapshot() {
        return snapshot;
    }

    PoolRoom pool(int index) {
        return pools.get(index);
    }

    long now() {
        return nowNanos;
    }
}
