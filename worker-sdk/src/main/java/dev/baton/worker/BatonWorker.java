package dev.baton.worker;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.Frames;
import dev.baton.wire.WireCodec;
import dev.baton.worker.admission.Admission;
import dev.baton.worker.leader.LeaderFollowers;
import dev.baton.worker.leader.PromoteOnDemand;
import dev.baton.worker.leader.PromotionPolicy;
import dev.baton.worker.leader.ThreadRole;
import dev.baton.worker.micrometer.MicrometerHandlerTracer;
import dev.baton.worker.micrometer.MicrometerWorkerObserver;
import dev.baton.worker.observe.HandlerTracer;
import dev.baton.worker.observe.WorkerObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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
    private final WakeUp wakeUp = new WakeUp();
    private final CountingObserver observer;
    private final Admission<HeldRequest> admission;
    private final Sockets sockets;
    private final BrokerLink link;
    private final LeaderFollowers pool;

    private BatonWorker(Builder builder, WorkerConfig config) {
        this.config = config;
        this.id = WorkerIdentity.newId(config.name());
        WorkerObserver meters = builder.registry == null ? WorkerObserver.NONE : metersIn(builder.registry);
        this.observer = new CountingObserver(meters);
        this.admission = new Admission<>(config.capacity(), config.maxHops(), config.backlog());
        HandlerTable handlers = new HandlerTable(builder.handlers);
        ReplyWriter writer = new ReplyWriter(id, config.socketSettings().maxMessageBytes());
        this.sockets = Sockets.open(config.name(), 1, death -> observer.onError());
        try {
            this.link = new BrokerLink(
                    config,
                    id,
                    opener(handlers, builder.socketDecorator),
                    new RequestReader(builder.foreignMethod),
                    observer,
                    new BrokerLink.Start(this::onConnectionChanged, clock.nanoTime()));
        } catch (RuntimeException e) {
            sockets.close();
            wakeUp.close();
            throw e;
        }
        HandlerInvoker invoker = new HandlerInvoker(
                handlers, writer, this::endRequest, observer, clock, config.interruptOnCancel(), builder.tracer());
        WorkerDuty duty = new WorkerDuty(
                link,
                admission,
                invoker,
                writer,
                lifecycle,
                new WorkerDuty.Surroundings(clock, wakeUp, observer, this::onStopped));
        this.pool = new LeaderFollowers(
                config.name(),
                config.capacity() + 1,
                config.promotionPolicy(),
                duty,
                observer::onLeadTaken,
                clock::nanoTime);
        if (meters instanceof MicrometerWorkerObserver micrometer) {
            showGauges(micrometer);
        }
    }

    private static MicrometerWorkerObserver metersIn(MeterRegistry registry) {
        return new MicrometerWorkerObserver(registry);
    }

    private void showGauges(MicrometerWorkerObserver meters) {
        meters.showSlots(config.capacity(), admission::busy);
        for (ThreadRole role : new ThreadRole[] {ThreadRole.LEADING, ThreadRole.PROCESSING, ThreadRole.FOLLOWING}) {
            meters.showThreads(role, () -> pool.count(role));
        }
    }

    private BrokerSocket.Opener opener(HandlerTable handlers, UnaryOperator<BrokerSocket> decorator) {
        byte[] hello = WireCodec.encode(
                WorkerIdentity.register(id, config.capacity(), handlers.methods(), config.heartbeatEvery()));
        SocketSettings settings = config.socketSettings();
        PolledSocket.ControlAddress control = new PolledSocket.ControlAddress(config.control(), id, settings);
        return state -> decorator.apply(new PolledSocket(
                sockets,
                sockets.connectDealer(config.broker(), hello, settings, state),
                control,
                wakeUp,
                this::onArrival));
    }

    /**
     * The desk: the slot first, then the reply, then the leader, who looks for both. The other way round the broker could send the next
     * request upon the reply before the slot is free, and get it back for nothing.
     */
    private void endRequest(HeldRequest request, @Nullable Frames reply) {
        admission.release();
        if (reply != null) {
            link.reply(request, reply);
        }
        callLeader();
    }

    /** Wakes the leader if it sleeps; if it is running a handler, that must not take long now. */
    private void callLeader() {
        wakeUp.wakeUp();
        onArrival();
    }

    /** Something has arrived: what sleeps is woken by that itself. */
    private void onArrival() {
        LeaderFollowers started = pool;
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
                pool.interruptHandlers();
            }
            sockets.close();
            wakeUp.close();
            observer.close();
        } finally {
            lifecycle.stop();
            log.info("{}: stopped", id);
        }
    }

    /** Settings and handlers of a worker to be. */
    public static Builder builder() {
        return new Builder();
    }

    /** This worker's id, new with each start; the broker shows it. */
    public String id() {
        return id;
    }

    /** Whether the connection to the broker stands. */
    public boolean isConnected() {
        return link.isConnected();
    }

    /** Waits until the connection stands; false: it did not come about in this time. */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        long deadlineNanos = clock.nanoTime() + limit.toNanos();
        synchronized (connectionChanged) {
            while (!isConnected()) {
                long remaining = deadlineNanos - clock.nanoTime();
                if (remaining <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(connectionChanged, remaining + 999_999);
            }
        }
        return true;
    }

    /**
     * Begins to stop: tells the broker, hands back what arrives, lets the handlers finish within the drain timeout, sends the replies, says
     * goodbye and closes the socket. Does not wait; twice is fine.
     *
     * @return completes when the socket is closed, with whether all handlers had ended and all replies had been sent before
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
                admission.waiting(),
                observer.handled(),
                observer.handBacks(),
                observer.dropped(),
                observer.errors(),
                observer.promotions(),
                pool.leaderIndex(),
                lifecycle.isPaused(),
                pool.snapshot());
    }

    /**
     * Drains within the drain timeout, then stops. It takes at most the drain timeout, the sockets' linger time and some seconds; handlers
     * that are not done by then are interrupted. Twice is fine. From inside a handler it only begins to stop, because that handler would
     * have to end first.
     */
    @Override
    public void close() {
        drain();
        if (pool.isPoolThread()) {
            return;
        }
        try {
            Duration limit =
                    config.drainTimeout().plus(config.socketSettings().linger()).plus(CLOSE_MARGIN);
            if (!awaitStopped(limit)) {
                log.warn("{}: not stopped after {}; giving up the wait", id, limit);
                lifecycle.finish();
                wakeUp.wakeUp();
                pool.interruptHandlers();
            }
            if (!pool.awaitTermination(CLOSE_MARGIN, clock::nanoTime)) {
                log.warn("{}: a handler does not end, not even when interrupted; its thread is left behind", id);
            }
        } catch (InterruptedException e) {
            // The worker goes on stopping by itself.
            Thread.currentThread().interrupt();
        }
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

    /** Settings and handlers. Not thread-safe. */
    public static final class Builder {
        private final Map<String, MethodHandler> handlers = new HashMap<>();
        private @Nullable String broker;
        private String name = "worker";
        private int capacity = 8;
        private @Nullable Integer backlog;
        private int maxHops = 8;
        private Duration heartbeatEvery = Duration.ofMillis(250);
        private Duration drainTimeout = Duration.ofSeconds(10);
        private Duration reopenAfter = Duration.ofSeconds(10);
        private PromotionPolicy promotionPolicy = new PromoteOnDemand();
        private SocketSettings socketSettings = SocketSettings.DEFAULTS;
        private String foreignMethod = "";
        private @Nullable MeterRegistry registry;
        private @Nullable String control;
        private boolean interruptOnCancel;
        private ObservationRegistry observations = ObservationRegistry.NOOP;
        private UnaryOperator<BrokerSocket> socketDecorator = UnaryOperator.identity();

        private Builder() {}

        /**
         * The broker's backend, for instance {@code tcp://127.0.0.1:5556}.
         *
         * @throws IllegalStateException if there is one already: a worker serves one broker for now
         */
        public Builder broker(String endpoint) {
            if (broker != null) {
                throw new IllegalStateException(
                        "broker: " + endpoint + " (expected: only one, and that is " + broker + ")");
            }
            broker = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Where the broker's control messages come from: drain, resume, cancelled requests. Default: the broker's host, 1000 ports above the
         * backend, where brokers have it unless they are told otherwise. Without it the worker works all the same.
         *
         * @param endpoint {@code tcp://host:port}; empty: do without
         */
        public Builder control(String endpoint) {
            control = Objects.requireNonNull(endpoint, "endpoint");
            return this;
        }

        /**
         * Interrupts the thread of a handler when nobody waits for its reply any more: the deadline passed, the client took the call back or has
         * gone, or the connection to the broker is lost. For handlers that block and know what to do about an interrupt. Default: nothing but
         * {@link RequestContext#isCancelled} and {@link RequestContext#onCancel} tells of it.
         */
        public Builder interruptOnCancel() {
            interruptOnCancel = true;
            return this;
        }

        /** Begins the worker's id and its threads' names. */
        public Builder name(String value) {
            name = Objects.requireNonNull(value, "name");
            return this;
        }

        /** How many requests it handles at once; there is one thread more. Default 8. */
        public Builder capacity(int slots) {
            capacity = slots;
            return this;
        }

        /** How many requests that have been round all workers may wait here for a slot. Default: as many as there are slots. */
        public Builder backlog(int requests) {
            backlog = requests;
            return this;
        }

        /** A request that was handed back so often may wait here. Default 8. */
        public Builder maxHops(int hops) {
            maxHops = hops;
            return this;
        }

        /** How often the broker is told which requests the worker holds. Default 250 ms; keep it well below the broker's lease time. */
        public Builder heartbeatEvery(Duration interval) {
            heartbeatEvery = Objects.requireNonNull(interval, "interval");
            return this;
        }

        /** How long handlers may go on once the worker is to stop. Default 10 s. */
        public Builder drainTimeout(Duration limit) {
            drainTimeout = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /** A socket that has been without a connection for so long is made anew. Default 10 s. */
        public Builder reopenAfter(Duration disconnected) {
            reopenAfter = Objects.requireNonNull(disconnected, "disconnected");
            return this;
        }

        /** Whether the leader offers the lead before it runs a handler. Default: {@link PromoteOnDemand}. */
        public Builder promotionPolicy(PromotionPolicy policy) {
            promotionPolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** How the socket behaves. */
        public Builder socketSettings(SocketSettings settings) {
            socketSettings = Objects.requireNonNull(settings, "settings");
            return this;
        }

        /** Where the worker's meters go. Default: nowhere. */
        public Builder meterRegistry(MeterRegistry meterRegistry) {
            registry = Objects.requireNonNull(meterRegistry, "meterRegistry");
            return this;
        }

        /**
         * Where the runs of handlers are observed, for instance as spans: each becomes a {@code baton.worker.handler.run}, which continues the
         * trace that the request's metadata tell of, and is what the handler's thread is in. Default: nowhere.
         */
        public Builder observationRegistry(ObservationRegistry registryOfObservations) {
            observations = Objects.requireNonNull(registryOfObservations, "observationRegistry");
            return this;
        }

        private HandlerTracer tracer() {
            return observations.isNoop() ? HandlerTracer.NONE : new MicrometerHandlerTracer(observations);
        }

        /** Answers this method, {@code package.Service/Method}, bytes to bytes. */
        public Builder handle(String method, RequestHandler handler) {
            return add(method, MethodHandler.of(Objects.requireNonNull(handler, "handler")));
        }

        /** Answers this method later, bytes to bytes. */
        public Builder handleAsync(String method, AsyncRequestHandler handler) {
            return add(method, MethodHandler.of(Objects.requireNonNull(handler, "handler")));
        }

        /** Answers this method, message to message. */
        public <Q, R extends MessageLite> Builder handle(
                String method, Parser<Q> parser, TypedRequestHandler<Q, R> handler) {
            Objects.requireNonNull(parser, "parser");
            return add(method, MethodHandler.of(parser, Objects.requireNonNull(handler, "handler")));
        }

        /** Answers this method later, message to message. */
        public <Q, R extends MessageLite> Builder handleAsync(
                String method, Parser<Q> parser, AsyncTypedRequestHandler<Q, R> handler) {
            Objects.requireNonNull(parser, "parser");
            return add(method, MethodHandler.of(parser, Objects.requireNonNull(handler, "handler")));
        }

        /** Which of the methods answers requests without a Baton header, from plain ZeroMQ clients. Default: none. */
        public Builder handleForeign(String method) {
            foreignMethod = Objects.requireNonNull(method, "method");
            return this;
        }

        /** For tests: something between the leader and its socket. */
        Builder decorateSocket(UnaryOperator<BrokerSocket> decorator) {
            socketDecorator = decorator;
            return this;
        }

        private Builder add(String method, MethodHandler handler) {
            Objects.requireNonNull(method, "method");
            if (!method.matches("[^/\\s]+/[^/\\s]+")) {
                throw new IllegalArgumentException("method: " + method + " (expected: package.Service/Method)");
            }
            if (handlers.putIfAbsent(method, handler) != null) {
                throw new IllegalArgumentException("method: " + method + " (expected: one handler for each)");
            }
            return this;
        }

        /**
         * Starts the worker. It connects in the background; see {@link BatonWorker#awaitConnected}.
         *
         * @throws IllegalArgumentException if a setting is out of its range, or the endpoint is not one
         * @throws IllegalStateException if something is missing
         */
        public BatonWorker start() {
            String endpoint = broker;
            if (endpoint == null) {
                throw new IllegalStateException("broker: missing (expected: tcp://host:port)");
            }
            if (handlers.isEmpty()) {
                throw new IllegalStateException("handlers: none (expected: at least one method)");
            }
            if (!foreignMethod.isEmpty() && !handlers.containsKey(foreignMethod)) {
                throw new IllegalStateException(
                        "handleForeign: " + foreignMethod + " (expected: a method with a handler)");
            }
            WorkerConfig config = new WorkerConfig(
                    endpoint,
                    control == null ? ControlChannel.besides(endpoint) : control,
                    name,
                    capacity,
                    backlog == null ? capacity : backlog,
                    maxHops,
                    heartbeatEvery,
                    drainTimeout,
                    reopenAfter,
                    promotionPolicy,
                    interruptOnCancel,
                    socketSettings);
            BatonWorker worker = new BatonWorker(this, config);
            worker.startThreads();
            return worker;
        }
    }

    private void startThreads() {
        try {
            pool.start();
        } catch (Throwable noMoreThreads) {
            close();
            throw noMoreThreads;
        }
        log.info("{}: started with {} slots for {}", id, config.capacity(), config.broker());
    }
}
