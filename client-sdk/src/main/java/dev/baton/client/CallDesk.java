package dev.baton.client;

import dev.baton.client.CallFuture.Decoder;
import dev.baton.client.observe.CallTracer;
import dev.baton.client.observe.CallTracer.CallTrace;
import dev.baton.client.observe.ClientObserver;
import dev.baton.time.NanoClock;
import dev.baton.transport.Mailbox;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.RequestKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where callers hand in their calls: checks and encodes them on the caller's thread, leaves them for the loop, and waits for the outcome
 * where the caller wants that. A note to the loop is always a call and always means "look at this one": if it is open it is new, if it has
 * ended its caller took it back. Thread-safe.
 */
final class CallDesk implements AsyncCall.Owner {
    /** Longer timeouts mean "for ever" and must not overflow. */
    /**
     * The loop ends calls whose time is over, after it has looked for their replies. Only where it cannot, because somebody's callback holds it up,
     * callers do so themselves, this much later.
     */
    private static final long LOOP_LATENESS_NANOS = Duration.ofMillis(100).toNanos();

    private static final long MAX_TIMEOUT_NANOS = TimeUnit.DAYS.toNanos(3650);

    private static final String INTERRUPTED = "the calling thread was interrupted";
    private static final String STREAM_CLOSED = "the stream was closed";
    private static final String TAKEN_BACK = "the caller took the call back";

    private final ClientConfig config;
    private final Failures failures;
    private final ClientObserver observer;
    private final CallTracer tracer;
    private final NanoClock clock;
    private final Mailbox<PendingCall> notes;
    private final WhyUnsent whyUnsent;
    private final LoopLead lead;
    private final Retries retries;
    private final RetryBudget retryBudget;
    private final Pauses pauses = new Pauses();
    /** A random start makes ids unique in practice, over all clients and restarts: they can be looked up in everybody's logs. */
    private final AtomicLong lastRequestId =
            new AtomicLong(ThreadLocalRandom.current().nextLong());
    /** Calls that are handed in and not sent; the loop takes off what it sends or lets go. */
    private final AtomicInteger unsent = new AtomicInteger();

    private volatile @Nullable Closed closed;

    private record Closed(StatusCode status, String why) {}

    CallDesk(
            ClientConfig config,
            Failures failures,
            ClientObserver observer,
            CallTracer tracer,
            NanoClock clock,
            Mailbox<PendingCall> notes,
            WhyUnsent whyUnsent,
            LoopLead lead) {
        this.config = config;
        this.failures = failures;
        this.observer = observer;
        this.tracer = tracer;
        this.clock = clock;
        this.notes = notes;
        this.whyUnsent = whyUnsent;
        this.lead = lead;
        this.retryBudget = new RetryBudget(config.retryPolicy().budget(), clock.nanoTime());
        this.retries = new Retries(
                config.retryPolicy(),
                retryBudget,
                () -> ThreadLocalRandom.current().nextDouble(),
                observer);
    }

    // ---- callers that wait

    /** Calls and waits. */
    Reply exchange(String method, Payload payload, CallOptions options) {
        requireMayWaitFor(method);
        long requestId = nextRequestId();
        CallPlan plan = plan(requestId, method, payload, options);
        try {
            Reply reply = exchange(requestId, plan);
            plan.trace().end(StatusCode.OK, null);
            return reply;
        } catch (Throwable failure) {
            plan.trace().end(status(failure), failure);
            throw failure;
        }
    }

    private static StatusCode status(Throwable failure) {
        if (failure instanceof CallException failed) {
            return failed.status();
        }
        return failure instanceof CancellationException ? StatusCode.CANCELLED : StatusCode.UNKNOWN;
    }

    private Reply exchange(long requestId, CallPlan plan) {
        SyncCall call = new SyncCall(requestId, plan, encode(requestId, plan, plan.startNanos()));
        boolean taken = false;
        if (Thread.currentThread().isInterrupted()) {
            call.refuse(failures.taken(INTERRUPTED, false));
        } else {
            taken = submit(call);
        }
        Outcome outcome = await(call);
        if (outcome instanceof Outcome.Success success) {
            onEnded(call, outcome);
            return success.reply();
        }
        Outcome.Failure failure = (Outcome.Failure) outcome;
        long pauseNanos = taken ? pauseNanos(plan, failure) : Retries.NO;
        if (pauseNanos == Retries.NO) {
            onEnded(call, outcome);
            throw CallException.here(plan, requestId, failure);
        }
        pause(pauseNanos);
        return exchange(nextRequestId(), plan.after(requestId, failure));
    }

    /** An interrupt ends the pause and stays, so that the next attempt is not made. */
    private void pause(long nanos) {
        try {
            pauses.begin(nanos).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // nobody lets a pause fail
        }
    }

    // ---- callers that do not wait

    /** Calls; the future's end runs on this executor. */
    <T> CompletableFuture<T> exchangeAsync(
            String method, Payload payload, CallOptions options, Decoder<T> decoder, Executor executor) {
        long requestId = nextRequestId();
        CallPlan plan = plan(requestId, method, payload, options);
        CallFuture<T> future = new CallFuture<>(decoder, executor);
        CallTrace trace = plan.trace();
        if (trace != CallTrace.NONE) {
            CompletableFuture<T> unused = future.whenComplete(
                    (result, failure) -> trace.end(failure == null ? StatusCode.OK : status(failure), failure));
        }
        exchangeAsync(requestId, plan, future, plan.startNanos());
        return future;
    }

    private <T> void exchangeAsync(long requestId, CallPlan plan, CallFuture<T> future, long nowNanos) {
        submit(new AsyncCall<>(requestId, plan, encode(requestId, plan, nowNanos), future, this));
        lead.attend();
    }

    @Override
    public boolean willTryAgain(AsyncCall<?> call, Outcome.Failure failure) {
        long pauseNanos = pauseNanos(call.plan(), failure);
        if (pauseNanos == Retries.NO) {
            return false;
        }
        CompletableFuture<Void> unused = pauses.begin(pauseNanos)
                .thenRun(() -> tryAgain(call, failure))
                .exceptionally(bug -> {
                    call.future().fail(bug); // whatever it is: a future that never ends would be worse
                    return null;
                });
        return true;
    }

    private <T> void tryAgain(AsyncCall<T> failed, Outcome.Failure failure) {
        CallFuture<T> future = failed.future();
        if (future.isDone()) { // its owner has ended it in the pause
            onEnded(failed, failures.taken(TAKEN_BACK, false));
            return;
        }
        exchangeAsync(nextRequestId(), failed.plan().after(failed.requestId(), failure), future, clock.nanoTime());
        if (future.isDone()) {
            future.takeBack(); // in the moment before it knew of this attempt
        }
    }

    // ---- streams

    /** Makes a call that is answered by a stream. Nothing of it waits, and it is not tried again. */
    StreamCall open(String method, Payload payload, CallOptions options, Runnable onNews) {
        long requestId = nextRequestId();
        CallPlan plan = plan(requestId, method, payload, options);
        StreamCredit window = options.streamCredit();
        EncodedRequest request = EncodedRequest.of(
                header(requestId, plan, plan.startNanos()).streamed(window), payload, plan.startNanos());
        StreamCall call = new StreamCall(requestId, plan, request, window, onNews, this::onStreamEnded);
        submit(call);
        lead.attend();
        return call;
    }

    /** Tracers may run the user's code, for which the loop has no time. */
    private void onStreamEnded(StreamCall call, Outcome outcome) {
        onEnded(call, outcome);
        CallTrace trace = call.plan().trace();
        if (trace == CallTrace.NONE) {
            return;
        }
        try {
            config.callbackExecutor().execute(() -> trace.end(outcome.status(), null));
        } catch (RejectedExecutionException e) {
            trace.end(outcome.status(), null);
        }
    }

    /** Waits for the next reply of a stream; null: it has ended. */
    @Nullable
    Payload awaitNext(StreamCall call) {
        if (!call.hasNews()) {
            requireMayWaitFor(call.method());
            awaitNews(call);
        }
        return call.poll();
    }

    private void awaitNews(StreamCall call) {
        call.wakes(Thread.currentThread());
        try {
            awaitUntil(call, call::hasNews);
        } finally {
            call.wakes(null);
        }
    }

    /** A consumer has taken a reply out. */
    void onTaken(StreamCall call, Payload payload) {
        if (call.onTaken(payload)) {
            notes.offer(call);
            lead.attend();
        }
    }

    /** Ends a stream, if it has not ended, and forgets what is left of it. */
    void closeStream(StreamCall call) {
        takeBack(call, STREAM_CLOSED);
        call.forgetArrived();
    }

    // ---- all of them

    private long pauseNanos(CallPlan plan, Outcome.Failure failure) {
        return isClosed() ? Retries.NO : retries.pauseNanos(plan, failure, clock.nanoTime());
    }

    @Override
    public void onEnded(PendingCall call, Outcome outcome) {
        observer.onCallEnded(call.method(), outcome.status(), call.startNanos());
    }

    /** A call has ended with OK. Loop only. */
    void onOk() {
        retryBudget.onSuccess();
    }

    private CallPlan plan(long requestId, String method, Payload payload, CallOptions options) {
        long nowNanos = clock.nanoTime();
        long timeoutNanos = nanos(options.timeout().orElse(config.defaultTimeout()));
        return new CallPlan(
                MethodNames.requireValid(method),
                payload,
                options,
                nowNanos,
                nowNanos + timeoutNanos,
                tracer.begin(method, requestId),
                List.of());
    }

    private static long nanos(Duration timeout) {
        if (timeout.compareTo(Duration.ofNanos(MAX_TIMEOUT_NANOS)) > 0) {
            return MAX_TIMEOUT_NANOS;
        }
        return timeout.isNegative() ? 0 : timeout.toNanos();
    }

    /** 0 stands for requests without an id. */
    private long nextRequestId() {
        long id = lastRequestId.incrementAndGet();
        return id != 0 ? id : lastRequestId.incrementAndGet();
    }

    private static EncodedRequest encode(long requestId, CallPlan plan, long nowNanos) {
        return EncodedRequest.of(header(requestId, plan, nowNanos), plan.payload(), nowNanos);
    }

    private static RequestHeader header(long requestId, CallPlan plan, long nowNanos) {
        CallOptions options = plan.options();
        return new RequestHeader(
                requestId,
                plan.method(),
                TimeUnit.NANOSECONDS.toMicros(plan.deadlineNanos() - nowNanos),
                options.idempotency(),
                options.failFast(),
                options.priority(),
                plan.attempt(),
                0,
                RequestKind.CALL,
                withTrace(options.metadata(), plan.trace().headers()),
                0);
    }

    private static Map<String, String> withTrace(Map<String, String> metadata, Map<String, String> trace) {
        if (trace.isEmpty()) {
            return metadata;
        }
        Map<String, String> all = new HashMap<>(metadata);
        all.putAll(trace);
        return all;
    }

    /** Whether it was taken; if not, it has ended. */
    private boolean submit(PendingCall call) {
        Outcome.Failure refusal = refusal(call);
        if (refusal != null) {
            call.refuse(refusal);
            return false;
        }
        notes.offer(call);
        if (isClosed()) {
            endAsClosed(call); // the loop may have gone before it saw the note
        }
        return true;
    }

    private Outcome.@Nullable Failure refusal(PendingCall call) {
        if (isClosed()) {
            return closedFailure(false);
        }
        if (call.timeoutNanos() <= 0) {
            return failures.noTimeLeft();
        }
        if (call.request().largestFrameBytes() > config.socketSettings().maxMessageBytes()) {
            return failures.tooLarge(call.request().largestFrameBytes());
        }
        if (unsent.incrementAndGet() > config.maxQueued()) {
            unsent.decrementAndGet();
            return failures.queueFull();
        }
        return null;
    }

    /** The caller watches the time too: it must come back even if the loop does not. The loop is a little earlier. */
    private Outcome await(SyncCall call) {
        awaitUntil(call, call::hasEnded);
        return Objects.requireNonNull(call.outcome());
    }

    /** Comes back when this holds, which it must once the call has ended. */
    private void awaitUntil(PendingCall call, BooleanSupplier done) {
        long lastMomentNanos = call.deadlineNanos() + config.deadlineSlack().toNanos() + LOOP_LATENESS_NANOS;
        boolean interrupted = false;
        while (!done.getAsBoolean()) {
            long leftNanos = lastMomentNanos - clock.nanoTime();
            if (leftNanos <= 0) {
                call.tryEnd(sent -> failures.deadlineExceeded(call, sent, whyUnsent.get()));
            } else {
                waitFor(call, done, leftNanos);
            }
            if (Thread.interrupted()) {
                interrupted = true;
                takeBack(call, INTERRUPTED);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the loop until the call has ended, or lets the thread that runs it do so. */
    private void waitFor(PendingCall call, BooleanSupplier done, long nanos) {
        lead.leadUntil(done);
        if (!done.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(call, nanos);
        }
    }

    /** The same for whatever makes sure that the thread is unparked. Returns at an interrupt too. */
    void waitUntil(BooleanSupplier done) {
        while (!done.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            lead.leadUntil(done);
            if (!done.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public void takeBack(PendingCall call) {
        takeBack(call, TAKEN_BACK);
    }

    @Override
    public void requireMayWaitFor(String method) {
        if (lead.isCurrent()) {
            throw new IllegalStateException("a callback on the client's own thread must not wait for a call to "
                    + method + " (expected: callAsync and a further callback, or a callbackExecutor other than"
                    + " Runnable::run)");
        }
    }

    private void takeBack(PendingCall call, String why) {
        if (call.tryEnd(sent -> failures.taken(why, sent))) {
            notes.offer(call);
            lead.attend();
        }
    }

    /** The call is sent or gone: another may be handed in. Called once for each that was taken. */
    void onNoLongerUnsent() {
        unsent.decrementAndGet();
    }

    /** From now on nothing is taken. What is open is the loop's to end. The first reason given stays. */
    void close(StatusCode status, String why) {
        synchronized (this) {
            if (closed == null) {
                closed = new Closed(status, why);
            }
        }
        pauses.endAll();
    }

    /** What attempts beyond a call's first one are paid from. */
    RetryBudget retryBudget() {
        return retryBudget;
    }

    /** They end when this is closed. */
    Pauses pauses() {
        return pauses;
    }

    boolean isClosed() {
        return closed != null;
    }

    /** Ends a call for the reason that was given to {@link #close}. */
    void endAsClosed(PendingCall call) {
        call.tryEnd(this::closedFailure);
    }

    private Outcome.Failure closedFailure(boolean sent) {
        Closed reason = Objects.requireNonNull(closed);
        return Failures.closed(reason.status(), reason.why(), sent);
    }
}
