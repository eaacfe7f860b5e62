package dev.baton.worker;

import dev.baton.time.NanoClock;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.StatusCode;
import dev.baton.worker.observe.HandlerTracer.HandlerTrace;
import dev.baton.worker.observe.HandlerTracer.Scope;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A request that a handler has seen, from its beginning to its end, which comes exactly once. Thread-safe. */
final class RunningCall implements RequestContext {
    private static final Duration NO_DEADLINE = Duration.ofNanos(Long.MAX_VALUE);

    private final HeldRequest request;
    private final NanoClock clock;
    private final long startedNanos;
    private final Ending ending;
    private final HandlerTrace trace;
    private @Nullable Thread handlerThread;
    private @Nullable CompletableFuture<Payload> intercepted;
    private volatile boolean reachedHandler = true;
    private Scope logs = Scope.NONE;
    private Scope span = Scope.NONE;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Map<String, String> replyMetadata = new ConcurrentHashMap<>(2);

    RunningCall(HeldRequest request, NanoClock clock, long startedNanos, Ending ending, HandlerTrace trace) {
        this.request = request;
        this.clock = clock;
        this.startedNanos = startedNanos;
        this.ending = ending;
        this.trace = trace;
    }

    /** Its handler returned or threw this, which ends the call, unless interceptors have a word to say. */
    void end(@Nullable Payload result, @Nullable Throwable thrown) {
        CompletableFuture<Payload> toInterceptors = intercepted;
        if (toInterceptors == null) {
            finish(result, thrown);
        } else if (thrown == null) {
            toInterceptors.complete(result);
        } else {
            toInterceptors.completeExceptionally(thrown);
        }
    }

    /** Before its handler begins: what that returns or throws is passed on to this, and somebody else finishes the call. */
    void intercept(CompletableFuture<Payload> handled) {
        intercepted = handled;
        reachedHandler = false;
    }

    /** The interceptors have let it pass. */
    void reachHandler() {
        reachedHandler = true;
    }

    /** Whether its handler, or whoever answered in its place, has seen it. */
    boolean hasReachedHandler() {
        return reachedHandler;
    }

    /** Ends the call. Only the first end counts. */
    void finish(@Nullable Payload result, @Nullable Throwable thrown) {
        if (ended.compareAndSet(false, true)) {
            request.cancellation().end();
            try {
                leave();
            } finally { // observations are the user's, and may throw
                ending.onEnded(this, result, thrown);
            }
        }
    }

    /** What this thread does and logs belongs to this call, until it ends here or {@link #leave} is called. */
    void enter() {
        handlerThread = Thread.currentThread();
        logs = LogContext.enter(requestId(), metadata());
        span = trace.enter();
    }

    /** The thread that has entered ceases to belong to the call; on others and a second time this does nothing. */
    void leave() {
        if (handlerThread == Thread.currentThread()) {
            handlerThread = null;
            span.close();
            logs.close();
        }
    }

    HandlerTrace trace() {
        return trace;
    }

    HeldRequest request() {
        return request;
    }

    long startedNanos() {
        return startedNanos;
    }

    Map<String, String> replyMetadata() {
        return replyMetadata;
    }

    @Override
    public String method() {
        return request.header().method();
    }

    @Override
    public long requestId() {
        return request.header().requestId();
    }

    @Override
    public int attempt() {
        return request.header().attempt();
    }

    @Override
    public int hops() {
        return request.header().hops();
    }

    @Override
    public Map<String, String> metadata() {
        return request.header().metadata();
    }

    @Override
    public Payload clientIdentity() {
        byte[][] envelope = request.envelope();
        return envelope.length < 2 ? Payload.empty() : Payload.wrap(envelope[envelope.length - 1]);
    }

    @Override
    public String clientIdentityHex() {
        return HexFormat.of().formatHex(clientIdentity().toByteArray());
    }

    @Override
    public String caller() {
        return request.header().caller();
    }

    @Override
    public List<Payload> envelope() {
        return Arrays.stream(request.envelope()).skip(1).map(Payload::wrap).toList();
    }

    @Override
    public Duration remaining() {
        long nanos = request.remainingNanos(clock.nanoTime());
        return nanos == Long.MAX_VALUE ? NO_DEADLINE : Duration.ofNanos(Math.max(0, nanos));
    }

    /** Nanoseconds until the deadline; 0 or less: it has passed. Very many where there is none. */
    long remainingNanos() {
        return request.remainingNanos(clock.nanoTime());
    }

    /**
     * Its handler answers with a stream.
     *
     * @throws RefusedException if its caller does not want one, or could not be waited for
     */
    ReplyFlow beginStream() {
        ReplyFlow flow = request.flow();
        if (flow == null) {
            throw new RefusedException(
                    StatusCode.UNIMPLEMENTED,
                    method() + " answers with a stream; call it as one (BatonClient.stream, ./baton call --stream,"
                            + " or stream_credit in the header)");
        }
        if (!flow.expectsGrants()) {
            throw new RefusedException(
                    StatusCode.FAILED_PRECONDITION,
                    method() + " answers with a stream, and this worker goes without the control channel over which it"
                            + " could hear how much its caller takes; set `control`");
        }
        request.cancellation().onCancel(flow::wake);
        flow.begin();
        return flow;
    }

    /** One of several replies; the order is the caller's care. */
    void sendPartial(long sequence, Payload reply) {
        ending.onPartial(this, sequence, reply);
    }

    @Override
    public boolean isCancelled() {
        return request.cancellation().isCancelled()
                || request.isOrphaned()
                || request.remainingNanos(clock.nanoTime()) <= 0;
    }

    @Override
    public void onCancel(Runnable action) {
        request.cancellation().onCancel(Objects.requireNonNull(action, "action"));
        watchDeadline();
    }

    /** Has the deadline count as a cancellation; without this it is only seen by who asks. */
    private void watchDeadline() {
        long remainingNanos = request.remainingNanos(clock.nanoTime());
        if (remainingNanos != Long.MAX_VALUE) {
            request.cancellation().cancelAfter(Math.max(0, remainingNanos));
        }
    }

    /** A cancellation interrupts the calling thread until {@link #allowInterruptsNoMore}. */
    void allowInterrupts() {
        request.cancellation().hold(Thread.currentThread());
        watchDeadline();
    }

    void allowInterruptsNoMore() {
        request.cancellation().release();
    }

    @Override
    public Idempotency idempotency() {
        return request.header().idempotency();
    }

    @Override
    public Priority priority() {
        return request.header().priority();
    }

    @Override
    public void putReplyMetadata(String name, String value) {
        replyMetadata.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    }

    /** Is told of the replies of a call, and of its end. */
    interface Ending {
        /** One of several replies is to be sent. */
        void onPartial(RunningCall call, long sequence, Payload reply);

        /** One of the two is null, or both where a handler returned null. */
        void onEnded(RunningCall call, @Nullable Payload result, @Nullable Throwable thrown);
    }
}
