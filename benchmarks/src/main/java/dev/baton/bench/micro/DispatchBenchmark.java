package dev.baton.bench.micro;

import static java.util.Objects.requireNonNull;

import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.dispatch.PoolListener;
import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestQueue;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Executed;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Priority;
import dev.baton.wire.TokenList;
import dev.baton.wire.WorkerSignal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The broker's core without sockets: a request is made, admitted, dispatched and answered, while so many others of so many clients wait. Time
 * passes by 1 µs per request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DispatchBenchmark {
    private static final long STEP_NANOS = 1_000;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long DEADLINE_NANOS = 30 * SECOND_NANOS;
    private static final long SIGNAL_EVERY = 100_000;
    private static final int SLOTS = 8;
    private static final String WORKER = "worker";
    private static final byte[] CONTENT = new byte[128];

    /** How many clients take turns. */
    @Param({"1", "1000"})
    private int clients;

    /** How many requests wait behind the one that is dispatched. */
    @Param({"0", "256"})
    private int waiting;

    private byte[][] identities = {};
    private @Nullable Pool pool;
    private long nowNanos;
    private long requests;

    /** A pool with a worker and the requests that wait. */
    @Setup(Level.Iteration)
    public void setUp() {
        identities = new byte[clients][];
        for (int i = 0; i < clients; i++) {
            identities[i] = ByteBuffer.allocate(5).putInt(1, i).array();
        }
        nowNanos = 0;
        Pool fresh = new Pool(settings(), new Silent(), 1L << 40, nowNanos);
        fresh.onConnected(WORKER);
        fresh.onSignal(
                new WorkerSignal.Register(WORKER, SLOTS, "here", 1, List.of("bench.Echo/Echo"), "0", 250_000),
                WORKER,
                nowNanos);
        for (int i = 0; i < waiting; i++) {
            fresh.admit(request(), nowNanos);
        }
        pool = fresh;
    }

    private static PoolSettings settings() {
        RequestQueue.Limits limits = new RequestQueue.Limits(100_000, 1L << 30, 100_000, 1L << 30, SECOND_NANOS / 2);
        return new PoolSettings(limits, 1.1, 1, SECOND_NANOS, 3, SECOND_NANOS, 10 * SECOND_NANOS, true);
    }

    private BrokerRequest request() {
        byte[] identity = identities[(int) (requests % clients)];
        return BrokerRequest.from(new byte[][] {identity}, new byte[][] {CONTENT})
                .call("bench.Echo", "bench.Echo/Echo", requests++)
                .treatment(Idempotency.UNKNOWN, Priority.NORMAL, false)
                .times(nowNanos, nowNanos + DEADLINE_NANOS, true)
                .build();
    }

    /** One request's walk through the pool. */
    @Benchmark
    public InFlight admitDispatchReply() {
        Pool here = requireNonNull(pool);
        nowNanos += STEP_NANOS;
        if (requests % SIGNAL_EVERY == 0) {
            here.onSignal(new WorkerSignal.Heartbeat(WORKER, SLOTS, 0, TokenList.of(), 0), WORKER, nowNanos);
        }
        here.expire(nowNanos);
        if (here.admit(request(), nowNanos) != Admission.ADMITTED) {
            throw new IllegalStateException("refused");
        }
        BrokerRequest next = here.next(nowNanos);
        if (next == null) {
            throw new IllegalStateException("nothing to dispatch");
        }
        InFlight answered = here.onReply(here.dispatch(next, nowNanos), STEP_NANOS, STEP_NANOS, nowNanos + STEP_NANOS);
        if (answered == null) {
            throw new IllegalStateException("unknown token");
        }
        return answered;
    }

    /** Nothing but what this benchmark does on purpose may happen in the pool. */
    private static final class Silent implements PoolListener {
        @Override
        public void onExpired(BrokerRequest request) {
            throw new IllegalStateException("expired");
        }

        @Override
        public void onOverrun(BrokerRequest request) {
            throw new IllegalStateException("overrun");
        }

        @Override
        public void onUnwanted(InFlight entry) {
            throw new IllegalStateException("unwanted");
        }

        @Override
        public void onLost(BrokerRequest request, Executed executed) {
            throw new IllegalStateException("lost");
        }

        @Override
        public void onGivenUp(BrokerRequest request) {
            throw new IllegalStateException("given up");
        }

        @Override
        public void onRetried(BrokerRequest request) {
            throw new IllegalStateException("retried");
        }

        @Override
        public void onStreamBroken(BrokerRequest request) {
            throw new IllegalStateException("stream broken");
        }

        @Override
        public void onStreamStuck(BrokerRequest request) {
            throw new IllegalStateException("stream stuck");
        }

        @Override
        public void onUnserved(BrokerRequest request) {
            throw new IllegalStateException("unserved");
        }

        @Override
        public void onNoWorker(BrokerRequest request) {
            throw new IllegalStateException("no worker");
        }

        @Override
        public void onWorkerChanged(Worker worker) {
            // it came
        }
    }
}
