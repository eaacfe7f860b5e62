package dev.baton.worker;

import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import dev.baton.wire.Frames;
import dev.baton.worker.admission.Admission;
import dev.baton.worker.admission.MethodLimits;
import dev.baton.worker.leader.ThreadRole;
import dev.baton.worker.leader.VirtualThreads;
import dev.baton.worker.micrometer.MicrometerWorkerObserver;
import dev.baton.worker.observe.HandlerTracer;
import dev.baton.worker.observe.WorkerObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker: handlers by method, {@code capacity} slots, {@code capacity + 1} threads that take turns at the socket.
 *
 * <pre>{@code
 * BatonWorker worker = BatonWorker.builder()
 *         .broker("tcp://127.0.0.1:5556")
 *         .capacity(8)
 *         .handle("shop.Prices/Get", GetPrice.parser(), (context, request) -> prices.of(request))
 *         .start();
 * }</pre>
 *
 * <p>It connects by itself, also after the broker was away, and registers each time. Its threads are daemons: they keep no process alive.
 * Thread-safe.
 */
public final class BatonWorker implements AutoCloseable {
    /** What {@link #close} allows for the closing itself, after the drain and the sockets' linger time. */
    private static final Duration CLOSE_MARGIN = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(BatonWorker.class);

    private final WorkerConfig config;
    private final String id;
    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final Object connectionChanged = new Object();
    private final Lifecycle lifecycle = new Lifecycle();
    private final CountingObserver observer;
    private final Admission<HeldRequest> admission;
    private final MethodLimits<HeldRequest> limits;
    private final WorkerHealth health;
    private final Reception reception;
    private final WorkerSockets sockets;
    private final BrokerLinks links;
    private final WorkerThreads threads;

    private BatonWorker(WorkerConfig config, Parts parts) {
        this.config = config;
        this.id = WorkerIdentity.newId(config.name());
        this.observer = new CountingObserver(parts.observer());
        this.admission = new Admission<>(config.capacity(), config.maxHops(), config.backlog());
        this.limits = new MethodLimits<>(parts.limits());
        this.health = parts.health();
        ReplyWriter writer = new ReplyWriter(id, config.socketSettings().maxMessageBytes());
        this.reception = new Reception(admission, limits, health, writer, observer, config.maxHops());
        this.sockets = new WorkerSockets(config, observer::onError);
        try {
            this.links = connect(parts);
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
        HandlerInvoker invoker = new HandlerInvoker(
                parts.handlers(), writer, new Desk(), observer, clock, config.interruptOnCancel(), parts.tracer());
        VirtualThreads virtual = WorkerThreads.virtual(config);
        WorkerDuty duty = new WorkerDuty(
                links,
                reception,
                admission,
                WorkerThreads.runner(virtual, invoker, observer),
                lifecycle,
                new WorkerDuty.Surroundings(clock, sockets.wakeUp(), observer, this::onStopped));
        this.threads = new WorkerThreads(config, virtual, duty, observer, clock);
        if (parts.observer() instanceof MicrometerWorkerObserver micrometer) {
            showGauges(micrometer);
        }
    }

    private void showGauges(MicrometerWorkerObserver meters) {
        meters.showSlots(config.capacity(), admission::busy);
        for (ThreadRole role : new ThreadRole[] {ThreadRole.LEADING, ThreadRole.PROCESSING, ThreadRole.FOLLOWING}) {
            meters.showThreads(role, () -> threads.count(role));
        }
    }

    private BrokerLinks connect(Parts parts) {
        long nowNanos = clock.nanoTime();
        RequestReader reader = new RequestReader(parts.foreignMethod());
        List<BrokerLink> connected = new ArrayList<>();
        for (int i = 0; i < config.brokers().size(); i++) {
            BrokerSocket.Opener opener = sockets.opener(i, id, parts.handlers().methods(), this::onArrival);
            connected.add(new BrokerLink(
                    config,
                    id,
                    state -> parts.socketDecorator().apply(opener.open(state)),
                    reader,
                    observer,
                    new BrokerLink.Start(config.brokers().get(i), this::onConnectionChanged, nowNanos)));
        }
        return new BrokerLinks(connected, config.capacity(), nowNanos);
    }

    /** Where replies go. Thread-safe. */
    private final class Desk implements HandlerInvoker.ReplyDesk {
        @Override
        public void send(HeldRequest request, Frames partial) {
            request.broker().replyInPart(request, partial);
            callLeader();
        }

        /**
         * The slot first, then the reply, then the leader, who looks for both. The other way round the broker could send the next request upon the
         * reply before the slot is free, and get it back for nothing.
         */
        @Override
        public void end(HeldRequest request, @Nullable Frames reply) {
            reception.release(request);
            if (reply != null) {
                request.broker().reply(request, reply);
            }
            callLeader();
        }
    }

    /** Wakes the leader if it sleeps; if it is running a handler, that must not take long now. */
    private void callLeader() {
        sockets.wakeUp().wakeUp();
        onArrival();
    }

    /** Something has arrived: what sleeps is woken by that itself. */
    private void onArrival() {
        WorkerThreads started = threads;
        if (started != null) {
            started.wanted();
        }
    }

    private void onConnectionChanged() {
        callLeader();
        synchronized (connectionChanged) {
            connectionChanged.notifyAll();
        }
    }

    /** The last leader's last act. */
    private void onStopped() {
        try {
            if (!lifecycle.hasFinished()) {
                threads.interruptHandlers();
            }
            sockets.close();
            observer.close();
        } finally {
            lifecycle.stop();
            log.info("{}: stopped", id);
        }
    }

    static BatonWorker start(WorkerConfig config, Parts parts) {
        BatonWorker worker = new BatonWorker(config, parts);
        worker.startThreads();
        worker.health.tell(worker::callLeader);
        if (config.drainOnShutdown()) {
            ShutdownDrain.watch(worker, worker.lifecycle.stopped());
        }
        return worker;
    }

    private void startThreads() {
        try {
            threads.start();
        } catch (Throwable noMoreThreads) {
            close();
            throw noMoreThreads;
        }
        log.info("{}: started with {} slots for {}", id, config.capacity(), config.brokerNames());
    }

    /** Settings and handlers of a worker to be. */
    public static BatonWorkerBuilder builder() {
        return new BatonWorkerBuilder();
    }

    /** This worker's id, new with each start; the broker shows it. */
    public String id() {
        return id;
    }

    /** Which of its services it serves at the moment; to be changed there too. */
    public WorkerHealth health() {
        return health;
    }

    /** Whether the connection to the broker stands; of several, to one of them. {@link #snapshot} tells of each. */
    public boolean isConnected() {
        return links.isConnected();
    }

    /** Waits until {@link #isConnected}; false: it did not come about in this time. */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        long deadlineNanos = clock.nanoTime() + limit.toNanos();
        synchronized (connectionChanged) {
            while (!isConnected()) {
                long remaining = deadlineNanos - clock.nanoTime();
                if (remaining <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(
                        connectionChanged, Math.min(remaining, Long.MAX_VALUE - 999_999) + 999_999);
            }
        }
        return true;
    }

    /**
     * Begins to stop: tells its brokers, hands back what arrives, lets the handlers finish within the drain timeout, sends the replies, says
     * goodbye and closes the sockets. Does not wait; twice is fine.
     *
     * @return completes when the sockets are closed, with whether all handlers had ended and all replies had been sent before
     */
    public CompletionStage<Boolean> drain() {
        lifecycle.drain(clock.nanoTime() + config.drainTimeout().toNanos());
        callLeader();
        return lifecycle.stopped();
    }

    /** What it does at the moment. Cheap. */
    public WorkerSnapshot snapshot() {
        return new WorkerSnapshot(
                id,
                lifecycle.state(),
                isConnected(),
                config.capacity(),
                admission.busy(),
                admission.waiting() + limits.waiting(),
                observer.handled(),
                observer.handBacks(),
                observer.dropped(),
                observer.errors(),
                observer.promotions(),
                threads.leaderIndex(),
                lifecycle.isPaused(),
                links.describe(),
                threads.snapshot());
    }

    /**
     * Drains within the drain timeout, then stops. It takes at most the drain timeout, the sockets' linger time and some seconds; handlers
     * that are not done by then are interrupted. Twice is fine. From inside a handler it only begins to stop, because that handler would
     * have to end first.
     */
    @Override
    public void close() {
        drain();
        if (threads.isCallerHere()) {
            return;
        }
        try {
            Duration limit =
                    config.drainTimeout().plus(config.socketSettings().linger()).plus(CLOSE_MARGIN);
            if (!awaitStopped(limit)) {
                log.warn("{}: not stopped after {}; giving up the wait", id, limit);
                lifecycle.finish();
                sockets.wakeUp().wakeUp();
                threads.interruptHandlers();
            }
            if (!threads.awaitEnd(CLOSE_MARGIN)) {
                log.warn("{}: a handler does not end, not even when interrupted; its thread is left behind", id);
            }
        } catch (InterruptedException e) {
            // The worker goes on stopping by itself.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends without a word, as if the process had been killed: no goodbye, handlers are interrupted, and what they still answer is lost. Does not
     * wait. For tests of what happens then; see {@link #close} for an end that costs nobody anything.
     */
    public void abort() {
        lifecycle.finish();
        callLeader();
    }

    private boolean awaitStopped(Duration limit) throws InterruptedException {
        try {
            lifecycle.stoppedFuture().get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /**
     * What a builder has put together, beside the settings.
     *
     * @param limits how many requests of which methods may run at once
     * @param foreignMethod which method answers requests without a header; empty: none
     * @param socketDecorator for tests: something between the leader and its socket
     */
    record Parts(
            HandlerTable handlers,
            Map<String, Integer> limits,
            WorkerHealth health,
            String foreignMethod,
            WorkerObserver observer,
            HandlerTracer tracer,
            UnaryOperator<BrokerSocket> socketDecorator) {}
}
