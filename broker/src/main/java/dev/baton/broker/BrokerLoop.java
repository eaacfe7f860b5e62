package dev.baton.broker;

import dev.baton.broker.access.Access;
import dev.baton.broker.frontend.Frontend;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.State;
import dev.baton.broker.observe.OpenRequestQuery;
import dev.baton.broker.observe.OpenRequests;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.workers.Worker;
import dev.baton.transport.BugLog;
import dev.baton.transport.LoopTask;
import dev.baton.transport.Mailbox;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.WakeUp;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's one loop: joins clients and pools, and is the map of the broker. Replies are taken in before requests, because a
 * reply frees the place in the window that the next request needs. Broker thread only, but for {@link #snapshot}.
 */
final class BrokerLoop implements LoopTask {
    private static final Logger log = LoggerFactory.getLogger(BrokerLoop.class);

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
    private final BrokerObserver observer;
    private final Frontend frontend;
    private final List<PoolRoom> pools;
    private final ClientMessages clients;
    private final Mailbox<Runnable> commands;
    private final WakeUp wakeUp;
    private final SocketPoll poll;
    private final Runnable onDrained;
    private final Runnable onStopped;
    private final ConnectionWatch connections;
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
        this.observer = observer;
        this.commands = sockets.commands();
        this.wakeUp = sockets.wakeUp();
        this.onDrained = onDrained;
        this.onStopped = onStopped;
        this.nowNanos = now;
        this.frontend = new Frontend(
                sockets.frontend(), observer::onDropped, config.maxOutboxPerClient(), config.maxOutboxBytesPerClient());
        this.connections = sockets.watch(observer, onDeadIoThread, now);
        ReplyDesk desk = new ReplyDesk(frontend);
        this.pools = sockets.makeRooms(config, desk, observer, tracer, now);
        Access access = sockets.access();
        Callers callers = access == null ? null : new Callers(access, pools.size());
        this.clients = new ClientMessages(frontend, desk, pools, observer, callers, config);
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
        done += clients.receive(now, MESSAGES_PER_PASS);
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

    // ---- commands

    /** Refuses what comes from now on, and ends when what is here is done, or after this time. */
    void onDrain(long drainNanos) {
        long until = nowNanos + drainNanos;
        if (!ending) {
            log.info("draining: new requests are refused, what is here has {} ms", drainNanos / 1_000_000);
            refuseRequests();
            ending = true;
            drainUntilNanos = until;
            busyNanos = nowNanos;
        } else if (until - drainUntilNanos < 0) {
            drainUntilNanos = until;
        }
        publish();
    }

    private void refuseRequests() {
        state = State.DRAINING;
        clients.shut();
    }

    /** Takes over what can change while requests are here: limits, time-outs and the windows' factors. */
    void onReconfigure(BrokerConfig changed) {
        clients.apply(changed);
        pools.forEach(pool -> pool.apply(changed));
    }

    /** Who is who is looked up again. */
    void onKeysChanged() {
        clients.keysChanged();
    }

    /** Refuses what comes from now on and finishes what is here, but stays. False: it is about to end already. */
    boolean onPause() {
        if (ending) {
            return false;
        }
        log.info("paused: new requests are refused");
        refuseRequests();
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
        clients.reopen();
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
        try {
            pools.forEach(pool -> pool.abandonAll(nowNanos));
        } finally {
            onDrained.run();
        }
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
                state, clients.clients(), pools.stream().map(PoolRoom::snapshot).toList(), nowNanos);
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
