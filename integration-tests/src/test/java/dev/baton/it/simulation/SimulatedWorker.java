package dev.baton.it.simulation;

import dev.baton.wire.HandBackReason;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A worker process: its slots are real only in number, its admission is the SDK's own. */
final class SimulatedWorker {
    static final long HEARTBEAT_NANOS = 250_000_000;

    /** What comes out of it, after the way to the broker. */
    interface Uplink {
        void signal(SimulatedWorker from, WorkerSignal signal);

        void handBack(SimulatedWorker from, long token, HandBackReason reason);

        void reply(SimulatedWorker from, long token, long waitNanos, long handlerNanos);
    }

    private record Held(long token, Job job, int hops, long receivedNanos) {}

    final String id;
    final int capacity;
    final double slowness;
    private final EventLoop loop;
    private final Uplink uplink;
    private final int maxHops;
    private final int backlogLimit;
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private final ArrayDeque<Held> backlog = new ArrayDeque<>();
    private int busy;
    private long lastToken;
    private boolean alive = true;
    private boolean silenced;
    private boolean draining;
    private long frozenUntilNanos;

    SimulatedWorker(
            String id, int capacity, double slowness, int maxHops, int backlogLimit, EventLoop loop, Uplink uplink) {
        this.id = id;
        this.capacity = capacity;
        this.slowness = slowness;
        this.maxHops = maxHops;
        this.backlogLimit = backlogLimit;
        this.loop = loop;
        this.uplink = uplink;
    }

    void start() {
        uplink.signal(this, new WorkerSignal.Register(id, capacity, "sim", 1, List.of("s.S/M"), "0", 250_000));
        loop.after(HEARTBEAT_NANOS, this::beat);
    }

    private void beat() {
        if (!alive) {
            return;
        }
        if (isFrozen()) {
            loop.at(frozenUntilNanos, this::beat);
            return;
        }
        long[] tokens = held.keySet().stream().mapToLong(Long::longValue).toArray();
        uplink.signal(this, new WorkerSignal.Heartbeat(id, capacity, busy, TokenList.of(tokens), lastToken));
        loop.after(HEARTBEAT_NANOS, this::beat);
    }

    /** A request arrives from the DEALER. */
    void receive(long token, Job job, int hops) {
        if (!alive) {
            return;
        }
        if (isFrozen()) {
            loop.at(frozenUntilNanos, () -> receive(token, job, hops));
            return;
        }
        lastToken = Math.max(lastToken, token);
        Held request = new Held(token, job, hops, loop.now());
        if (draining) {
            uplink.handBack(this, token, HandBackReason.DRAINING);
        } else if (busy < capacity) {
            held.put(token, request);
            run(request);
        } else if (hops >= maxHops && backlog.size() < backlogLimit) {
            held.put(token, request);
            backlog.add(request);
        } else {
            uplink.handBack(this, token, HandBackReason.BUSY);
        }
    }

    private void run(Held request) {
        busy++;
        request.job().started++;
        long started = loop.now();
        loop.after((long) (request.job().workNanos * slowness), () -> finish(request, started));
    }

    private void finish(Held request, long startedNanos) {
        if (!alive) {
            return;
        }
        if (isFrozen()) {
            loop.at(frozenUntilNanos, () -> finish(request, startedNanos));
            return;
        }
        busy--;
        held.remove(request.token());
        uplink.reply(this, request.token(), startedNanos - request.receivedNanos(), loop.now() - startedNanos);
        Held next = backlog.poll();
        if (next != null) {
            run(next);
        } else if (draining && busy == 0) {
            goodbye();
        }
    }

    void drain() {
        if (!alive || draining) {
            return;
        }
        draining = true;
        uplink.signal(this, new WorkerSignal.Draining(id));
        while (!backlog.isEmpty()) {
            Held request = backlog.poll();
            held.remove(request.token());
            uplink.handBack(this, request.token(), HandBackReason.DRAINING);
        }
        if (busy == 0) {
            goodbye();
        }
    }

    private void goodbye() {
        uplink.signal(this, new WorkerSignal.Goodbye(id));
        alive = false;
    }

    /** It dies; what it had sent may die with it. */
    void kill(boolean withWhatIsOnTheWay) {
        alive = false;
        silenced = withWhatIsOnTheWay;
    }

    boolean isSilenced() {
        return silenced;
    }

    void freeze(long nanos) {
        frozenUntilNanos = Math.max(frozenUntilNanos, loop.now() + nanos);
    }

    private boolean isFrozen() {
        return loop.now() < frozenUntilNanos;
    }

    boolean isAlive() {
        return alive;
    }

    int busy() {
        return busy;
    }
}
