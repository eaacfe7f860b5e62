package dev.baton.worker;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.StringValue;
import dev.baton.service.MethodDescriptor;
import dev.baton.transport.CurveSecurity;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.ControlChannel;
import dev.baton.wire.Payload;
import dev.baton.worker.leader.KeepTheLead;
import dev.baton.worker.leader.PromoteOnDemand;
import dev.baton.worker.leader.PromotionPolicy;
import dev.baton.worker.leader.VirtualThreads;
import dev.baton.worker.micrometer.MicrometerHandlerTracer;
import dev.baton.worker.micrometer.MicrometerWorkerObserver;
import dev.baton.worker.observe.HandlerTracer;
import dev.baton.worker.observe.WorkerObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Settings and handlers of a {@link BatonWorker} to be. A broker and one handler must be given. Not thread-safe.
 *
 * <pre>{@code
 * BatonWorker worker = BatonWorker.builder()
 *         .broker("tcp://broker:5556")
 *         .name("prices")
 *         .capacity(16)
 *         .meterRegistry(registry)
 *         .service(new Prices())
 *         .start();
 * }</pre>
 */
public final class BatonWorkerBuilder {
    private final Map<String, MethodHandler> handlers = new HashMap<>();
    private final Map<String, Integer> limits = new HashMap<>();
    private final List<WorkerInterceptor> interceptors = new ArrayList<>();
    private final List<BrokerAddress> brokers = new ArrayList<>();
    private String name = "worker";
    private int capacity = 8;
    private @Nullable Integer backlog;
    private int maxHops = 8;
    private Duration heartbeatEvery = Duration.ofMillis(250);
    private Duration drainTimeout = Duration.ofSeconds(10);
    private Duration reopenAfter = Duration.ofSeconds(10);
    private @Nullable PromotionPolicy promotionPolicy;
    private boolean healthMethod;
    private boolean virtualThreads;
    private boolean drainOnShutdown;
    private SocketSettings socketSettings = SocketSettings.DEFAULTS;
    private @Nullable CurveSecurity curve;
    private String foreignMethod = "";
    private @Nullable MeterRegistry registry;
    private @Nullable String control;
    private boolean interruptOnCancel;
    private ObservationRegistry observations = ObservationRegistry.NOOP;
    private UnaryOperator<BrokerSocket> socketDecorator = UnaryOperator.identity();

    BatonWorkerBuilder() {}

    /**
     * A broker's backend, for instance {@code tcp://127.0.0.1:5556}. Called again, the worker serves several brokers with one pool: whoever has
     * a request finds a free slot or gets it back, and none notices when another goes away.
     */
    public BatonWorkerBuilder broker(String endpoint) {
        return broker(endpoint, ControlChannel.besides(endpoint));
    }

    /** The same for a broker whose control messages do not come from where they are expected; see {@link #control}. */
    public BatonWorkerBuilder broker(String endpoint, String controlEndpoint) {
        Objects.requireNonNull(controlEndpoint, "controlEndpoint");
        brokers.add(new BrokerAddress(Objects.requireNonNull(endpoint, "endpoint"), controlEndpoint));
        return this;
    }

    /**
     * Where the broker's control messages come from: drain, resume, cancelled requests. Default: the broker's host, 1000 ports above the
     * backend, where brokers have it unless they are told otherwise. Without it the worker works all the same.
     *
     * @param endpoint {@code tcp://host:port}, for a worker with one broker; empty: do without, whatever the brokers are
     */
    public BatonWorkerBuilder control(String endpoint) {
        control = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    private List<BrokerAddress> addresses() {
        if (brokers.isEmpty()) {
            throw new IllegalStateException("broker: missing (expected: tcp://host:port)");
        }
        if (control != null && !control.isEmpty() && brokers.size() > 1) {
            throw new IllegalStateException("control: " + control
                    + " for several brokers (expected: broker(endpoint, control) for each whose control is elsewhere)");
        }
        String everywhere = control;
        return everywhere == null
                ? brokers
                : brokers.stream()
                        .map(broker -> new BrokerAddress(broker.backend(), everywhere))
                        .toList();
    }

    /**
     * Interrupts the thread of a handler when nobody waits for its reply any more: the deadline passed, the client took the call back or has
     * gone, or the connection to the broker is lost. For handlers that block and know what to do about an interrupt. Default: nothing but
     * {@link RequestContext#isCancelled} and {@link RequestContext#onCancel} tells of it.
     */
    public BatonWorkerBuilder interruptOnCancel() {
        interruptOnCancel = true;
        return this;
    }

    /** Begins the worker's id and its threads' names. */
    public BatonWorkerBuilder name(String value) {
        name = Objects.requireNonNull(value, "name");
        return this;
    }

    /** How many requests it handles at once; there is one thread more, or {@link #virtualThreads}. Default 8. */
    public BatonWorkerBuilder capacity(int slots) {
        capacity = slots;
        return this;
    }

    /** How many requests that have been round all workers may wait here for a slot. Default: as many as there are slots. */
    public BatonWorkerBuilder backlog(int requests) {
        backlog = requests;
        return this;
    }

    /** A request that was handed back so often may wait here. Default 8. */
    public BatonWorkerBuilder maxHops(int hops) {
        maxHops = hops;
        return this;
    }

    /** How often the broker is told which requests the worker holds. Default 250 ms; keep it well below the broker's lease time. */
    public BatonWorkerBuilder heartbeatEvery(Duration interval) {
        heartbeatEvery = Objects.requireNonNull(interval, "interval");
        return this;
    }

    /** How long handlers may go on once the worker is to stop. Default 10 s. */
    public BatonWorkerBuilder drainTimeout(Duration limit) {
        drainTimeout = Objects.requireNonNull(limit, "limit");
        return this;
    }

    /**
     * Drains the worker when the process is told to end, by SIGTERM, Ctrl-C or {@code System.exit}, as {@link BatonWorker#close} does: no call fails
     * whose handler ends within the drain timeout. Give the process a little more time than that before it is killed. What handlers need must
     * not be closed by a shutdown hook of its own, because those run at the same time.
     */
    public BatonWorkerBuilder drainOnShutdown() {
        drainOnShutdown = true;
        return this;
    }

    /** A socket that has been without a connection for so long is made anew. Default 10 s. */
    public BatonWorkerBuilder reopenAfter(Duration disconnected) {
        reopenAfter = Objects.requireNonNull(disconnected, "disconnected");
        return this;
    }

    /** Whether the leader offers the lead before it runs a handler. Default: {@link PromoteOnDemand}. */
    public BatonWorkerBuilder promotionPolicy(PromotionPolicy policy) {
        promotionPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** The leader does not run handlers that have threads of their own, so it has no reason to offer the lead. */
    private PromotionPolicy usualPolicy() {
        return virtualThreads ? KeepTheLead.INSTANCE : new PromoteOnDemand();
    }

    /**
     * Runs each request on a virtual thread of its own, so that handlers may block in their hundreds. The worker has two threads of its own then,
     * however large its {@link #capacity}, which still bounds how many handlers run at once. For handlers that wait; those that compute are
     * better off without.
     *
     * @throws UnsupportedOperationException before JDK 21
     */
    public BatonWorkerBuilder virtualThreads() {
        VirtualThreads.requireJdk();
        virtualThreads = true;
        return this;
    }

    /** How the socket behaves. */
    public BatonWorkerBuilder socketSettings(SocketSettings settings) {
        socketSettings = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /** Encrypts the connections to the broker, and proves to it who this worker is; the broker must know the key. Default: neither. */
    public BatonWorkerBuilder curve(CurveSecurity keys) {
        curve = Objects.requireNonNull(keys, "keys");
        return this;
    }

    /** Where the worker's meters go. Default: nowhere. */
    public BatonWorkerBuilder meterRegistry(MeterRegistry meterRegistry) {
        registry = Objects.requireNonNull(meterRegistry, "meterRegistry");
        return this;
    }

    /**
     * Where the runs of handlers are observed, for instance as spans: each becomes a {@code baton.worker.handler.run}, which continues the
     * trace that the request's metadata tell of, and is what the handler's thread is in. Default: nowhere.
     */
    public BatonWorkerBuilder observationRegistry(ObservationRegistry registryOfObservations) {
        observations = Objects.requireNonNull(registryOfObservations, "observationRegistry");
        return this;
    }

    private WorkerObserver observer() {
        return registry == null ? WorkerObserver.NONE : new MicrometerWorkerObserver(registry);
    }

    private HandlerTracer tracer() {
        return observations.isNoop() ? HandlerTracer.NONE : new MicrometerHandlerTracer(observations);
    }

    /** Answers this method, {@code package.Service/Method}, bytes to bytes. */
    public BatonWorkerBuilder handle(String method, RequestHandler handler) {
        return add(method, MethodHandler.of(Objects.requireNonNull(handler, "handler")));
    }

    /** Answers this method later, bytes to bytes. */
    public BatonWorkerBuilder handleAsync(String method, AsyncRequestHandler handler) {
        return add(method, MethodHandler.of(Objects.requireNonNull(handler, "handler")));
    }

    /** Answers this method, message to message. */
    public <Q, R extends MessageLite> BatonWorkerBuilder handle(
            String method, Parser<Q> parser, TypedRequestHandler<Q, R> handler) {
        Objects.requireNonNull(parser, "parser");
        return add(method, MethodHandler.of(parser, Objects.requireNonNull(handler, "handler")));
    }

    /** Answers this method later, message to message. */
    public <Q, R extends MessageLite> BatonWorkerBuilder handleAsync(
            String method, Parser<Q> parser, AsyncTypedRequestHandler<Q, R> handler) {
        Objects.requireNonNull(parser, "parser");
        return add(method, MethodHandler.of(parser, Objects.requireNonNull(handler, "handler")));
    }

    /**
     * Answers this method, message to message.
     *
     * @throws IllegalArgumentException if it answers with a stream
     */
    public <Q extends MessageLite, R extends MessageLite> BatonWorkerBuilder handle(
            MethodDescriptor<Q, R> method, TypedRequestHandler<Q, R> handler) {
        return handle(requireUnary(method).fullName(), method.requestParser(), handler);
    }

    /**
     * Answers this method later, message to message.
     *
     * @throws IllegalArgumentException if it answers with a stream
     */
    public <Q extends MessageLite, R extends MessageLite> BatonWorkerBuilder handleAsync(
            MethodDescriptor<Q, R> method, AsyncTypedRequestHandler<Q, R> handler) {
        return handleAsync(requireUnary(method).fullName(), method.requestParser(), handler);
    }

    /** Answers this method with a stream, bytes to bytes. */
    public BatonWorkerBuilder handleStream(String method, StreamingHandler<Payload, Payload> handler) {
        return add(method, MethodHandler.of(Objects.requireNonNull(handler, "handler")));
    }

    /** Answers this method with a stream, message to messages. */
    public <Q, R extends MessageLite> BatonWorkerBuilder handleStream(
            String method, Parser<Q> parser, StreamingHandler<Q, R> handler) {
        Objects.requireNonNull(parser, "parser");
        return add(method, MethodHandler.of(parser, Objects.requireNonNull(handler, "handler")));
    }

    /**
     * Answers this method with a stream, message to messages.
     *
     * @throws IllegalArgumentException if it answers once
     */
    public <Q extends MessageLite, R extends MessageLite> BatonWorkerBuilder handleStream(
            MethodDescriptor<Q, R> method, StreamingHandler<Q, R> handler) {
        if (!method.serverStreaming()) {
            throw new IllegalArgumentException("method: " + method + " (expected: one that answers with a stream)");
        }
        return handleStream(method.fullName(), method.requestParser(), handler);
    }

    private static <Q extends MessageLite, R extends MessageLite> MethodDescriptor<Q, R> requireUnary(
            MethodDescriptor<Q, R> method) {
        if (method.serverStreaming()) {
            throw new IllegalArgumentException("method: " + method + " (expected: one that answers once)");
        }
        return method;
    }

    /** Answers all methods of this service. */
    public BatonWorkerBuilder service(ServiceBinding service) {
        service.bindTo(this);
        return this;
    }

    /** Which of the methods answers requests without a Baton header, from plain ZeroMQ clients. Default: none. */
    public BatonWorkerBuilder handleForeign(String method) {
        foreignMethod = Objects.requireNonNull(method, "method");
        return this;
    }

    /**
     * Lets only so many requests of this method run at once, fewer than there are slots. What exceeds it goes back to the broker, which tries the
     * other workers, and then keeps it until one of this method is done somewhere; requests for other methods pass by meanwhile.
     */
    public BatonWorkerBuilder limit(String method, int concurrent) {
        if (concurrent < 1) {
            throw new IllegalArgumentException("limit of " + method + ": " + concurrent + " (expected: >= 1)");
        }
        limits.put(Objects.requireNonNull(method, "method"), concurrent);
        return this;
    }

    /**
     * Answers {@value HealthMethod#NAME}: takes and returns a {@code google.protobuf.StringValue}, the name of a service or nothing for the whole
     * worker, and {@code SERVING} or {@code NOT_SERVING}, as {@link BatonWorker#health} has it. The broker chooses the worker that answers.
     */
    public BatonWorkerBuilder healthMethod() {
        healthMethod = true;
        return this;
    }

    private HandlerTable table(WorkerHealth health) {
        Map<String, MethodHandler> all = new HashMap<>(handlers);
        if (healthMethod) {
            TypedRequestHandler<StringValue, StringValue> handler = new HealthMethod(health);
            all.put(HealthMethod.NAME, MethodHandler.of(StringValue.parser(), handler));
        }
        return new HandlerTable(all);
    }

    /** Puts this around all handlers, inside of the interceptors that were registered before it. */
    public BatonWorkerBuilder intercept(WorkerInterceptor interceptor) {
        interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
        return this;
    }

    /** For tests: something between the leader and its socket. */
    BatonWorkerBuilder decorateSocket(UnaryOperator<BrokerSocket> decorator) {
        socketDecorator = decorator;
        return this;
    }

    private BatonWorkerBuilder add(String method, MethodHandler handler) {
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
        List<BrokerAddress> addresses = addresses();
        if (handlers.isEmpty()) {
            throw new IllegalStateException("handlers: none (expected: at least one method)");
        }
        if (!foreignMethod.isEmpty() && !handlers.containsKey(foreignMethod)) {
            throw new IllegalStateException("handleForeign: " + foreignMethod + " (expected: a method with a handler)");
        }
        for (String method : limits.keySet()) {
            if (!handlers.containsKey(method)) {
                throw new IllegalStateException("limit: " + method + " (expected: a method with a handler)");
            }
        }
        WorkerHealth health = new WorkerHealth(handlers.keySet());
        WorkerConfig config = new WorkerConfig(
                addresses,
                name,
                capacity,
                backlog == null ? capacity : backlog,
                maxHops,
                heartbeatEvery,
                drainTimeout,
                reopenAfter,
                promotionPolicy == null ? usualPolicy() : promotionPolicy,
                interruptOnCancel,
                virtualThreads,
                drainOnShutdown,
                curve == null ? socketSettings : socketSettings.withCurve(curve));
        return BatonWorker.start(
                config,
                new BatonWorker.Parts(
                        table(health).intercepted(interceptors),
                        Map.copyOf(limits),
                        health,
                        foreignMethod,
                        observer(),
                        tracer(),
                        socketDecorator));
    }
}
