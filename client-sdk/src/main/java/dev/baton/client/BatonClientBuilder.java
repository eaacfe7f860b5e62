package dev.baton.client;

import static java.util.Objects.requireNonNull;

import dev.baton.client.micrometer.MicrometerCallTracer;
import dev.baton.client.micrometer.MicrometerClientObserver;
import dev.baton.client.observe.CallTracer;
import dev.baton.client.observe.ClientObserver;
import dev.baton.time.SystemNanoClock;
import dev.baton.transport.CurveSecurity;
import dev.baton.transport.SocketSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link BatonClient}. Only {@link #broker} must be given. For one thread.
 *
 * <pre>{@code
 * BatonClient client = BatonClient.builder()
 *         .broker("tcp://broker:5555")
 *         .name("shop")
 *         .defaultTimeout(Duration.ofSeconds(5))
 *         .meterRegistry(registry)
 *         .build();
 * }</pre>
 */
public final class BatonClientBuilder {
    private final Set<BrokerAddress> brokers = new LinkedHashSet<>();
    private NameResolver nameResolver = NameResolver.system();
    private Duration resolveEvery = Duration.ofSeconds(30);
    private String name = "baton-client";
    private Duration defaultTimeout = Duration.ofSeconds(30);
    private Duration deadlineSlack = Duration.ofMillis(50);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Duration renewAfter = Duration.ofSeconds(10);
    private int maxInFlight = 10_000;
    private int maxQueued = 100_000;
    private SocketSettings socketSettings = SocketSettings.DEFAULTS;
    private RetryPolicy retryPolicy = RetryPolicy.defaults();
    private final List<ClientInterceptor> interceptors = new ArrayList<>();
    private final Map<String, CallOptions> methodDefaults = new HashMap<>();
    private PerMethod<HedgingPolicy> hedging = PerMethod.none();
    private PerMethod<BreakerPolicy> breakers = PerMethod.none();
    private @Nullable CurveSecurity curve;
    private Executor callbackExecutor = ForkJoinPool.commonPool();
    private @Nullable MeterRegistry registry;
    private ObservationRegistry observations = ObservationRegistry.NOOP;

    BatonClientBuilder() {}

    /**
     * A broker's frontend, {@code tcp://host:port}. May be called again for further brokers, and a name stands for a broker at each of its
     * IPv4 addresses: each call goes to the connected one that has the fewest calls of this client.
     *
     * @throws IllegalArgumentException if it is not of this form
     */
    public BatonClientBuilder broker(String uri) {
        brokers.add(BrokerAddress.parse(requireNonNull(uri, "uri")));
        return this;
    }

    /** How often the names of brokers are looked up, besides after the loss of a connection. Default: every 30 s. */
    public BatonClientBuilder resolveEvery(Duration time) {
        resolveEvery = requireNonNull(time, "resolveEvery");
        return this;
    }

    /** Who looks up the names of brokers. Default: {@link NameResolver#system}. */
    public BatonClientBuilder nameResolver(NameResolver resolver) {
        nameResolver = requireNonNull(resolver, "nameResolver");
        return this;
    }

    /** Begins the names of the client's threads. Default: {@code baton-client}. */
    public BatonClientBuilder name(String text) {
        name = requireNonNull(text, "name");
        return this;
    }

    /** The timeout of calls that give none. Default: 30 s. */
    public BatonClientBuilder defaultTimeout(Duration time) {
        defaultTimeout = requireNonNull(time, "defaultTimeout");
        return this;
    }

    /** How long {@link BatonClient#close} takes at most. Default: 5 s. */
    public BatonClientBuilder closeTimeout(Duration time) {
        closeTimeout = requireNonNull(time, "closeTimeout");
        return this;
    }

    /**
     * How long after its deadline a call that was sent still waits for the broker's own word, which comes a little later and knows more: whether
     * a worker had the request at all. A result that comes then is still too late. Default: 50 ms.
     */
    public BatonClientBuilder deadlineSlack(Duration time) {
        deadlineSlack = requireNonNull(time, "deadlineSlack");
        return this;
    }

    /**
     * After how long without a connection the socket is made anew. It reconnects by itself, but gives up for ever after some errors, such as
     * a reply that is larger than {@link SocketSettings#maxMessageBytes}. Default: 10 s.
     */
    public BatonClientBuilder renewSocketAfter(Duration time) {
        renewAfter = requireNonNull(time, "renewSocketAfter");
        return this;
    }

    /** How many calls may be sent and unanswered at once; more wait in this client. Default: 10,000. */
    public BatonClientBuilder maxInFlight(int calls) {
        maxInFlight = calls;
        return this;
    }

    /** How many calls may wait in this client to be sent; more are refused with RESOURCE_EXHAUSTED. Default: 100,000. */
    public BatonClientBuilder maxQueued(int calls) {
        maxQueued = calls;
        return this;
    }

    /** The socket's settings. Their linger time is not used: what has not left when the client is closed has no caller any more. */
    public BatonClientBuilder socketSettings(SocketSettings settings) {
        socketSettings = requireNonNull(settings, "socketSettings");
        return this;
    }

    /** Encrypts the connections to the brokers, and proves to them who this client is; they must know the key. Default: neither. */
    public BatonClientBuilder curve(CurveSecurity keys) {
        curve = requireNonNull(keys, "curve");
        return this;
    }

    /**
     * Who completes futures, and so runs what hangs on them. Default: {@link ForkJoinPool#commonPool}. With {@code Runnable::run} that is the
     * client's own thread: the fastest way for callbacks that never block and take microseconds; any other one stops all calls meanwhile.
     */
    public BatonClientBuilder callbackExecutor(Executor executor) {
        callbackExecutor = requireNonNull(executor, "callbackExecutor");
        return this;
    }

    /** Which failed calls are tried again, unless their options say otherwise. Default: {@link RetryPolicy#defaults}. */
    public BatonClientBuilder retryPolicy(RetryPolicy policy) {
        retryPolicy = requireNonNull(policy, "retryPolicy");
        return this;
    }

    /** Stands around all calls. May be called again: the first one given is the outermost. Default: none. */
    public BatonClientBuilder interceptor(ClientInterceptor interceptor) {
        interceptors.add(requireNonNull(interceptor, "interceptor"));
        return this;
    }

    /**
     * What holds for calls of this method where their own options say nothing; it goes before what a method's descriptor says, and before the
     * client's default timeout. Metadata are added to those of the call.
     *
     * @param method {@code package.Service/Method}
     */
    public BatonClientBuilder methodDefaults(String method, CallOptions options) {
        methodDefaults.put(MethodNames.requireValid(method), requireNonNull(options, "options"));
        return this;
    }

    /** Makes calls that take long a second time, of all methods that may run twice. Default: none. */
    public BatonClientBuilder hedging(HedgingPolicy policy) {
        hedging = hedging.with(requireNonNull(policy, "policy"));
        return this;
    }

    /** Makes calls of this method that take long a second time, if their options say that it may run twice. Default: as for the others. */
    public BatonClientBuilder hedging(String method, HedgingPolicy policy) {
        hedging = hedging.with(method, requireNonNull(policy, "policy"));
        return this;
    }

    /** Refuses calls of methods that fail too often; each method has a breaker of its own. Default: none. */
    public BatonClientBuilder circuitBreaker(BreakerPolicy policy) {
        breakers = breakers.with(requireNonNull(policy, "policy"));
        return this;
    }

    /** Refuses calls of this method while too many fail. Default: as for the others. */
    public BatonClientBuilder circuitBreaker(String method, BreakerPolicy policy) {
        breakers = breakers.with(method, requireNonNull(policy, "policy"));
        return this;
    }

    /** Where the client's meters go. Default: nowhere, and nothing is measured. */
    public BatonClientBuilder meterRegistry(MeterRegistry meters) {
        registry = requireNonNull(meters, "meterRegistry");
        return this;
    }

    /**
     * Where calls are observed, for instance as spans: each call becomes a {@code baton.client.call} whose parent is what the calling thread is
     * in, and its trace context travels to broker and worker as W3C {@code traceparent} and {@code tracestate}. Default: nowhere.
     */
    public BatonClientBuilder observationRegistry(ObservationRegistry registryOfObservations) {
        observations = requireNonNull(registryOfObservations, "observationRegistry");
        return this;
    }

    /**
     * Starts the client. It connects in the background; calls may be made at once.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public BatonClient build() {
        ClientConfig config = new ClientConfig(
                List.copyOf(brokers),
                nameResolver,
                resolveEvery,
                name,
                defaultTimeout,
                deadlineSlack,
                closeTimeout,
                renewAfter,
                maxInFlight,
                maxQueued,
                secured(socketSettings.withLinger(Duration.ZERO)),
                callbackExecutor,
                retryPolicy,
                new ClientFeatures(interceptors, methodDefaults, hedging, breakers));
        return BatonClient.start(config, observer(), tracer());
    }

    private SocketSettings secured(SocketSettings settings) {
        return curve == null ? settings : settings.withCurve(curve);
    }

    private CallTracer tracer() {
        return observations.isNoop() ? CallTracer.NONE : new MicrometerCallTracer(observations);
    }

    private ClientObserver observer() {
        return registry == null
                ? ClientObserver.NONE
                : new MicrometerClientObserver(registry, SystemNanoClock.INSTANCE);
    }
}
