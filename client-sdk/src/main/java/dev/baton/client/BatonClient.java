package dev.baton.client;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.baton.client.observe.CallTracer;
import dev.baton.client.observe.ClientObserver;
import dev.baton.service.MethodDescriptor;
import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import dev.baton.transport.LoopThread;
import dev.baton.transport.Mailbox;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls methods through a broker.
 *
 * <pre>{@code
 * try (BatonClient client = BatonClient.connect("tcp://127.0.0.1:5555")) {
 *     Resp resp = client.call("pkg.Service/Method", request, Resp.parser());
 * }
 * }</pre>
 *
 * <p>One client serves a whole process: it is thread-safe, and calls do not wait for each other. Every call has a deadline. Whatever goes
 * wrong with a call is a {@link CallException}: thrown by the methods that wait, and what the futures of the others end with. Cancelling
 * such a future, or interrupting a thread that waits, takes the request back if it still waits at the broker. A call that is made while
 * there is no connection waits for one, unless its options say otherwise.
 */
public final class BatonClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatonClient.class);
    private static final NanoClock CLOCK = SystemNanoClock.INSTANCE;
    private static final int IO_THREADS = 1;

    private final ClientConfig config;
    private final WakeUp wakeUp = new WakeUp();
    private final Sockets sockets;
    private final BrokerLinks links;
    private final Readiness readiness = new Readiness();
    private final @Nullable NameWatch names;
    private final @Nullable LoopThread nameThread;
    private final CallDesk desk;
    private final CallRoute route;
    private final LoopLead lead;

    private BatonClient(ClientConfig config, ClientObserver observer, CallTracer tracer) {
        this.config = config;
        this.sockets = Sockets.open(config.name(), IO_THREADS, this::onIoThreadDeath);
        this.links = openLinks();
        // Never full: the desk bounds calls, and each call leaves two notes at most.
        Mailbox<PendingCall> notes = new Mailbox<>(Integer.MAX_VALUE, wakeUp);
        this.lead = new LoopLead(config.name(), CLOCK);
        this.names = config.hasNames() ? new NameWatch(config, this::onEndpoints) : null;
        Failures failures = new Failures(config, names == null ? () -> "" : names::trouble);
        WhyUnsent whyUnsent = new WhyUnsent();
        this.desk = new CallDesk(config, failures, observer, tracer, CLOCK, notes, whyUnsent, lead);
        this.route = new CallRoute(config, desk, CLOCK, observer);
        lead.start(
                new ClientLoop(config, desk, links, failures, notes, wakeUp, observer, whyUnsent, this::closeSockets));
        this.nameThread = names == null ? null : new LoopThread(config.name() + "-names", names, CLOCK).start();
    }

    private BrokerLinks openLinks() {
        try {
            return new BrokerLinks(
                    sockets,
                    config,
                    wakeUp,
                    config.endpoints(),
                    readiness::signal,
                    this::onConnectionLost,
                    CLOCK.nanoTime());
        } catch (RuntimeException e) {
            closeSockets();
            throw e;
        }
    }

    private void onEndpoints(Set<String> endpoints) {
        links.want(endpoints);
        lead.attend();
    }

    /** Whoever has gone may have come back elsewhere. */
    private void onConnectionLost() {
        if (names != null) {
            names.lookSoon();
        }
    }

    /**
     * A client with the default settings.
     *
     * @param broker the broker's frontend, {@code tcp://host:port}
     */
    public static BatonClient connect(String broker) {
        return builder().broker(broker).build();
    }

    /** For other settings. */
    public static BatonClientBuilder builder() {
        return new BatonClientBuilder();
    }

    static BatonClient start(ClientConfig config, ClientObserver observer, CallTracer tracer) {
        return new BatonClient(config, observer, tracer);
    }

    /** Calls a method with the default options and waits. */
    public Payload call(String method, Payload request) {
        return call(method, request, CallOptions.defaults());
    }

    /**
     * Calls a method and waits.
     *
     * @param method {@code package.Service/Method}
     * @throws CallException if the call does not end with OK
     */
    public Payload call(String method, Payload request, CallOptions options) {
        return exchange(method, request, options).payload();
    }

    /** Calls a method with the default options and waits. */
    public <T> T call(String method, MessageLite request, Parser<T> parser) {
        return call(method, request, parser, CallOptions.defaults());
    }

    /**
     * Calls a method and waits.
     *
     * @param method {@code package.Service/Method}
     * @param parser of the reply's type
     * @throws CallException if the call does not end with OK, or its reply is of another type
     */
    public <T> T call(String method, MessageLite request, Parser<T> parser, CallOptions options) {
        requireNonNull(parser, "parser");
        Reply reply = exchange(method, ProtobufPayloads.of(request), options);
        try {
            return ProtobufPayloads.parse(parser, reply.payload());
        } catch (InvalidProtocolBufferException e) {
            throw CallException.here(method, reply.header().requestId(), Failures.unexpectedType(reply, e));
        }
    }

    /** Calls a method with what its descriptor says and waits. */
    public <Q extends MessageLite, R extends MessageLite> R call(MethodDescriptor<Q, R> method, Q request) {
        return call(method, request, CallOptions.defaults());
    }

    /**
     * Calls a method and waits. Timeout and idempotency are the descriptor's where the options leave them open.
     *
     * @throws CallException if the call does not end with OK, or its reply is of another type
     * @throws IllegalArgumentException if the method answers with a stream
     */
    public <Q extends MessageLite, R extends MessageLite> R call(
            MethodDescriptor<Q, R> method, Q request, CallOptions options) {
        return call(
                requireUnary(method).fullName(),
                request,
                method.replyParser(),
                route.withDefaults(method.fullName(), options).orElse(method));
    }

    private static <Q extends MessageLite, R extends MessageLite> MethodDescriptor<Q, R> requireUnary(
            MethodDescriptor<Q, R> method) {
        if (method.serverStreaming()) {
            throw new IllegalArgumentException("method: " + method + " (expected: one that answers once)");
        }
        return method;
    }

    /**
     * Calls a method, waits, and returns all that is known of the reply: timings, worker, metadata.
     *
     * @throws CallException if the call does not end with OK
     */
    public Reply exchange(String method, Payload request, CallOptions options) {
        requireArguments(method, request, options);
        return route.exchange(method, request, options);
    }

    /** Calls a method with the default options. */
    public CompletableFuture<Payload> callAsync(String method, Payload request) {
        return callAsync(method, request, CallOptions.defaults());
    }

    /** Calls a method. The future ends on the callback executor. */
    public CompletableFuture<Payload> callAsync(String method, Payload request, CallOptions options) {
        requireArguments(method, request, options);
        return route.exchangeAsync(method, request, options, Reply::payload);
    }

    /** Calls a method with the default options. */
    public <T> CompletableFuture<T> callAsync(String method, MessageLite request, Parser<T> parser) {
        return callAsync(method, request, parser, CallOptions.defaults());
    }

    /** Calls a method. The future ends on the callback executor, which parses the reply too. */
    public <T> CompletableFuture<T> callAsync(
            String method, MessageLite request, Parser<T> parser, CallOptions options) {
        requireNonNull(parser, "parser");
        Payload payload = ProtobufPayloads.of(request);
        requireArguments(method, payload, options);
        return route.exchangeAsync(method, payload, options, reply -> ProtobufPayloads.parse(parser, reply.payload()));
    }

    /** Calls a method with what its descriptor says. */
    public <Q extends MessageLite, R extends MessageLite> CompletableFuture<R> callAsync(
            MethodDescriptor<Q, R> method, Q request) {
        return callAsync(method, request, CallOptions.defaults());
    }

    /**
     * Calls a method. Timeout and idempotency are the descriptor's where the options leave them open. The future ends on the callback
     * executor, which parses the reply too.
     *
     * @throws IllegalArgumentException if the method answers with a stream
     */
    public <Q extends MessageLite, R extends MessageLite> CompletableFuture<R> callAsync(
            MethodDescriptor<Q, R> method, Q request, CallOptions options) {
        return callAsync(
                requireUnary(method).fullName(),
                request,
                method.replyParser(),
                route.withDefaults(method.fullName(), options).orElse(method));
    }

    /** Calls a method; the future ends with all that is known of the reply, on the callback executor. */
    public CompletableFuture<Reply> exchangeAsync(String method, Payload request, CallOptions options) {
        requireArguments(method, request, options);
        return route.exchangeAsync(method, request, options, reply -> reply);
    }

    /** Calls a method that answers with a stream, with the default options. */
    public ReplyStream<Payload> stream(String method, Payload request) {
        return stream(method, request, CallOptions.defaults());
    }

    /** Calls a method that answers with a stream; see {@link ReplyStream}. One that answers once makes a stream of one reply. */
    public ReplyStream<Payload> stream(String method, Payload request, CallOptions options) {
        requireArguments(method, request, options);
        return stream(method, request, options, reply -> reply);
    }

    /** Calls a method that answers with a stream; see {@link ReplyStream}. */
    public <R> ReplyStream<R> stream(String method, MessageLite request, Parser<R> parser, CallOptions options) {
        requireNonNull(parser, "parser");
        Payload payload = ProtobufPayloads.of(request);
        requireArguments(method, payload, options);
        return stream(method, payload, options, reply -> ProtobufPayloads.parse(parser, reply));
    }

    /** Calls a method that answers with a stream, with what its descriptor says. */
    public <Q extends MessageLite, R extends MessageLite> ReplyStream<R> stream(
            MethodDescriptor<Q, R> method, Q request) {
        return stream(method, request, CallOptions.defaults());
    }

    /**
     * Calls a method that answers with a stream; see {@link ReplyStream}. Timeout and idempotency are the descriptor's where the options leave them
     * open.
     *
     * @throws IllegalArgumentException if the method answers once
     */
    public <Q extends MessageLite, R extends MessageLite> ReplyStream<R> stream(
            MethodDescriptor<Q, R> method, Q request, CallOptions options) {
        CallOptions all =
                route.withDefaults(requireStreaming(method).fullName(), options).orElse(method);
        return stream(method.fullName(), request, method.replyParser(), all);
    }

    private <R> ReplyStream<R> stream(String method, Payload request, CallOptions options, PayloadDecoder<R> decoder) {
        CallOptions all = route.withDefaults(method, options);
        return new IteratedReplies<>(desk, desk.open(method, request, all, () -> {}), decoder);
    }

    private static <Q extends MessageLite, R extends MessageLite> MethodDescriptor<Q, R> requireStreaming(
            MethodDescriptor<Q, R> method) {
        if (!method.serverStreaming()) {
            throw new IllegalArgumentException("method: " + method + " (expected: one that answers with a stream)");
        }
        return method;
    }

    /**
     * A stream for subscribers, who are never waited for by a thread. Each subscription is a call of its own. Replies are handed on as they are asked
     * for, on the callback executor; {@link CallOptions#streamWindow} is how many are fetched ahead. A failure is a {@link CallException}.
     */
    public Flow.Publisher<Payload> streamAsync(String method, Payload request, CallOptions options) {
        requireArguments(method, request, options);
        return publisher(method, request, options, reply -> reply);
    }

    /**
     * A stream for subscribers, as above. Timeout and idempotency are the descriptor's where the options leave them open.
     *
     * @throws IllegalArgumentException if the method answers once
     */
    public <Q extends MessageLite, R extends MessageLite> Flow.Publisher<R> streamAsync(
            MethodDescriptor<Q, R> method, Q request, CallOptions options) {
        Payload payload = ProtobufPayloads.of(request);
        return publisher(
                requireStreaming(method).fullName(),
                payload,
                route.withDefaults(method.fullName(), options).orElse(method),
                reply -> ProtobufPayloads.parse(method.replyParser(), reply));
    }

    private <R> Flow.Publisher<R> publisher(
            String method, Payload request, CallOptions options, PayloadDecoder<R> decoder) {
        CallOptions all = route.withDefaults(MethodNames.requireValid(method), options);
        return new ReplyPublisher<>(
                desk, onNews -> desk.open(method, request, all, onNews), decoder, config.callbackExecutor());
    }

    /**
     * Calls a method for each of these requests, some at a time, and gathers the results: see {@link Gather}.
     *
     * @param requests asked for the next one only when there is room, by the thread that reads the results
     */
    public Gather<Payload> callAll(String method, Iterator<Payload> requests, GatherOptions options) {
        return gather(method, GatherSource.of(requests, payload -> payload), options, Reply::payload);
    }

    /**
     * Calls a method for each of these requests, some at a time, and gathers the results: see {@link Gather}.
     *
     * @param requests asked for the next one only when there is room, by the thread that reads the results; closed at the end
     */
    public Gather<Payload> callAll(String method, Stream<Payload> requests, GatherOptions options) {
        return gather(method, GatherSource.of(requests, payload -> payload), options, Reply::payload);
    }

    /**
     * Calls a method for each of these requests, some at a time, and gathers the results: see {@link Gather}. Timeout and idempotency are the
     * descriptor's where the call options leave them open.
     *
     * @param requests asked for the next one only when there is room, by the thread that reads the results
     */
    public <Q extends MessageLite, R extends MessageLite> Gather<R> callAll(
            MethodDescriptor<Q, R> method, Iterator<? extends Q> requests, GatherOptions options) {
        return gather(method, GatherSource.of(requests, ProtobufPayloads::of), options);
    }

    /**
     * Calls a method for each of these requests, some at a time, and gathers the results: see {@link Gather}. Timeout and idempotency are the
     * descriptor's where the call options leave them open.
     *
     * @param requests asked for the next one only when there is room, by the thread that reads the results; closed at the end
     */
    public <Q extends MessageLite, R extends MessageLite> Gather<R> callAll(
            MethodDescriptor<Q, R> method, Stream<? extends Q> requests, GatherOptions options) {
        return gather(method, GatherSource.of(requests, ProtobufPayloads::of), options);
    }

    private <R extends MessageLite> Gather<R> gather(
            MethodDescriptor<?, R> method, GatherSource<?> source, GatherOptions options) {
        CallOptions callOptions = route.withDefaults(requireUnary(method).fullName(), options.callOptions())
                .orElse(method);
        return gather(
                method.fullName(),
                source,
                options.callOptions(callOptions),
                reply -> ProtobufPayloads.parse(method.replyParser(), reply.payload()));
    }

    private <R> Gather<R> gather(
            String method, GatherSource<?> source, GatherOptions options, CallFuture.Decoder<R> decoder) {
        requireNonNull(method, "method");
        Gather.Calls calls = new GatherCalls(route, desk, method, options.callOptions());
        return Gather.start(method, options, source, calls, decoder);
    }

    private static void requireArguments(String method, Payload request, CallOptions options) {
        requireNonNull(method, "method");
        requireNonNull(request, "request");
        requireNonNull(options, "options");
    }

    /** Whether there is a connection to the broker at the moment. Calls need not wait for it: they do so themselves. */
    public boolean isConnected() {
        return links.isConnected();
    }

    /** Of each broker that is known, whether there is a connection to it at the moment. */
    List<Boolean> connections() {
        return links.connections();
    }

    /**
     * Waits until there is a connection to a broker. Calls need not wait for it; a service that is started may want to know before it
     * says that it is ready itself.
     *
     * @return whether there is one; false: not within this time, or the client was closed
     */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        return readiness.await(() -> links.isConnected(), desk::isClosed, limit.toNanos());
    }

    /**
     * Ends all open calls with CANCELLED and lets go of threads and sockets; takes the close timeout at most. From any thread, callbacks
     * included; twice is fine.
     */
    @Override
    public void close() {
        stop(StatusCode.CANCELLED, "this client is closed");
        if (lead.isCurrent()) {
            return; // the loop ends after this callback
        }
        try {
            if (!lead.join(config.closeTimeout())) {
                log.warn(
                        "{} did not close within {}; it goes on in the background",
                        config.name(),
                        config.closeTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing mends a dead I/O thread: better to say so to all callers than to let them run into their deadlines. */
    private void onIoThreadDeath(Throwable death) {
        stop(StatusCode.UNAVAILABLE, "an I/O thread of this client died (" + death + "); make a new client");
    }

    private void stop(StatusCode status, String why) {
        desk.close(status, why);
        if (nameThread != null && names != null) {
            nameThread.stop();
            names.lookSoon();
        }
        readiness.signal();
        lead.stop();
        wakeUp.wakeUp();
    }

    /** Called by the last leader of the loop, as the last thing that it does. */
    private void closeSockets() {
        sockets.close();
        wakeUp.close();
    }
}
