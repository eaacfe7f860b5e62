package dev.baton.it.simulation;

import dev.baton.wire.HandBackReason;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import dev.baton.worker.admission.Admission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A worker process: its slots are real only in number, its admission is the SDK's own. */
final class SimulatedWorker {
    static final long HEARTBEAT_NANOS = 250_000_000;
    private static final long CLOCK_LAG_NANOS = 100_000_000;

    /** What comes out of it, after the way to the broker. */
    interface Uplink {
        void signal(SimulatedWorker from, WorkerSignal signal);

        void handBack(SimulatedWorker from, long token, HandBackReason reason);

        void partial(SimulatedWorker from, long token, long sequence);

        void reply(SimulatedWorker from, long token, long waitNanos, long handlerNanos);
    }

    private record Held(long token, Job job, int hops, long receivedNanos) {}

    /** A handler that answers with a stream: it waits while there is no credit. */
    private static final class Streaming {
        private final Held request;
        private final long startedNanos;
        private long sent;
        private long credit;
        private boolean waits;

        Streaming(Held request, long startedNanos) {
            this.request = request;
            this.startedNanos = startedNanos;
            this.credit = Math.min(request.job().window, SimulatedBroker.LEAD); // as the broker writes into the header
        }
    }

    final String id;
    final int capacity;
    final double slowness;
    private final EventLoop loop;
    private final Uplink uplink;
    private final Admission<Held> admission;
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private final Map<Long, Streaming> streams = new LinkedHashMap<>();
    private long lastToken;
    private boolean alive = true;
    private boolean silenced;
    private boolean draining;
    private boolean frozen;
    private long frozenUntilNanos;
    private final List<Runnable> onceAwake = new ArrayList<>();

    SimulatedWorker(
            String id, int capacity, double slowness, int maxHops, int backlogLimit, EventLoop loop, Uplink uplink) {
        this.id = id;
        this.capacity = capacity;
        this.slowness = slowness;
        this.admission = new Admission<>(capacity, maxHops, backlogLimit);
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
        if (frozen) {
            onceAwake.add(this::beat);
            return;
        }
        long[] tokens = held.keySet().stream().mapToLong(Long::longValue).toArray();
        uplink.signal(
                this, new WorkerSignal.Heartbeat(id, capacity, admission.busy(), TokenList.of(tokens), lastToken));
        loop.after(HEARTBEAT_NANOS, this::beat);
    }

    /** A request arrives from the DEALER. */
    void receive(long token, Job job, int hops) {
        if (!alive) {
            return;
        }
        if (frozen) {
            onceAwake.add(() -> receive(token, job, hops));
            return;
        }
        lastToken = Math.max(lastToken, token);
        Held request = new Held(token, job, hops, loop.now());
        switch (admission.offer(request, hops)) {
            case RUN -> {
                held.put(token, request);
                run(request);
            }
            case KEEP -> held.put(token, request);
            case HAND_BACK_BUSY -> uplink.handBack(this, token, HandBackReason.BUSY);
            case HAND_BACK_DRAINING -> uplink.handBack(this, token, HandBackReason.DRAINING);
        }
    }

    private void run(Held request) {
        request.job().started++;
        long started = loop.now();
        if (request.job().replies > 0) {
            Streaming stream = new Streaming(request, started);
            streams.put(request.token(), stream);
            loop.at(Math.max(started, request.job().deadlineNanos + CLOCK_LAG_NANOS), () -> endAtDeadline(stream));
            loop.after(pauseNanos(request.job()), () -> sendNext(stream));
            return;
        }
        loop.after((long) (request.job().workNanos * slowness), () -> finish(request, started));
    }

    private long pauseNanos(Job job) {
        return (long) (job.workNanos * slowness / job.replies);
    }

    private void sendNext(Streaming stream) {
        long token = stream.request.token();
        if (!alive || streams.get(token) != stream) {
            return;
        }
        if (frozen) {
            onceAwake.add(() -> sendNext(stream));
        } else if (stream.sent == stream.request.job().replies) {
            streams.remove(token);
            finish(stream.request, stream.startedNanos);
        } else if (stream.sent < stream.credit) {
            stream.sent++;
            uplink.partial(this, token, stream.sent);
            loop.after(pauseNanos(stream.request.job()), () -> sendNext(stream));
        } else {
            stream.waits = true;
        }
    }

    /** The control channel brings credit. */
    void credit(long token, long sum) {
        Streaming stream = alive ? streams.get(token) : null;
        if (stream != null) {
            stream.credit = Math.max(stream.credit, sum);
            if (stream.waits) {
                stream.waits = false;
                sendNext(stream);
            }
        }
    }

    /** The control channel says that nobody waits for this any more; handlers of streams listen. */
    void cancel(long token) {
        Streaming stream = alive ? streams.remove(token) : null;
        if (stream != null) {
            finish(stream.request, stream.startedNanos);
        }
    }

    /** A handler that waits for credit sees the deadline pass by its own clock, should nobody tell it. */
    private void endAtDeadline(Streaming stream) {
        if (frozen) {
            onceAwake.add(() -> endAtDeadline(stream));
        } else if (streams.get(stream.request.token()) == stream) {
            cancel(stream.request.token());
        }
    }

    private void finish(Held request, long startedNanos) {
        if (!alive) {
            return;
        }
        if (frozen) {
            onceAwake.add(() -> finish(request, startedNanos));
            return;
        }
        admission.release();
        held.remove(request.token());
        uplink.reply(this, request.token(), startedNanos - request.receivedNanos(), loop.now() - startedNanos);
        Held next = admission.takeWaiting();
        if (next != null) {
            run(next);
        } else if (draining && admission.isIdle()) {
            goodbye();
        }
    }

    void drain() {
        if (!alive || draining) {
            return;
        }
        draining = true;
        admission.drain();
        uplink.signal(this, new WorkerSignal.Draining(id));
        for (Held request : admission.removeWaiting()) {
            held.remove(request.token());
            uplink.handBack(this, request.token(), HandBackReason.DRAINING);
        }
        if (admission.isIdle()) {
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

    /** It stands still; what comes meanwhile waits, in the order in which it came. */
    void freeze(long nanos) {
        frozen = true;
        frozenUntilNanos = Math.max(frozenUntilNanos, loop.now() + nanos);
        loop.at(frozenUntilNanos, this::thaw);
    }

    private void thaw() {
        if (frozen && loop.now() >= frozenUntilNanos) {
            frozen = false;
            List<Runnable> waiting = List.copyOf(onceAwake);
            onceAwake.clear();
            waiting.forEach(Runnable::run);
        }
    }

    int freeSlots() {
        return alive ? capacity - admission.busy() : 0;
    }

    boolean isAlive() {
        return alive;
    }
}
