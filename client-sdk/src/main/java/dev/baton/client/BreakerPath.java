package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import dev.baton.time.NanoClock;
import dev.baton.wire.Executed;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses calls of methods that fail too often, by a {@link Breaker} for each method. */
final class BreakerPath implements CallPath {
    private static final Logger log = LoggerFactory.getLogger(BreakerPath.class);

    /** Method names come from callers, and a caller might make them up: beyond this many, methods have no breaker. */
    private static final int MAX_METHODS = 1024;

    private final PerMethod<BreakerPolicy> policies;
    private final CallPath next;
    private final NanoClock clock;
    private final ClientObserver observer;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

    BreakerPath(PerMethod<BreakerPolicy> policies, CallPath next, NanoClock clock, ClientObserver observer) {
        this.policies = policies;
        this.next = next;
        this.clock = clock;
        this.observer = observer;
    }

    @Override
    public Reply exchange(ClientCall call) {
        Breaker breaker = breaker(call.method());
        if (breaker == null) {
            return next.exchange(call);
        }
        int permit = breaker.tryPass(clock.nanoTime());
        if (permit == Breaker.REFUSED) {
            throw CallException.here(call.method(), 0, refusal(call, breaker));
        }
        StatusCode status = StatusCode.CANCELLED; // whatever else is thrown says nothing about the service
        try {
            Reply reply = next.exchange(call);
            status = StatusCode.OK;
            return reply;
        } catch (CallException e) {
            status = e.status();
            throw e;
        } finally {
            breaker.onEnded(permit, status, clock.nanoTime());
        }
    }

    @Override
    public CompletableFuture<Reply> exchangeAsync(ClientCall call, Executor executor) {
        Breaker breaker = breaker(call.method());
        if (breaker == null) {
            return next.exchangeAsync(call, executor);
        }
        int permit = breaker.tryPass(clock.nanoTime());
        if (permit == Breaker.REFUSED) {
            return CompletableFuture.failedFuture(CallException.forFuture(call.method(), 0, refusal(call, breaker)));
        }
        CompletableFuture<Reply> end;
        try {
            end = next.exchangeAsync(call, executor);
        } catch (RuntimeException | Error e) {
            breaker.onEnded(permit, StatusCode.CANCELLED, clock.nanoTime());
            throw e;
        }
        return counted(breaker, permit, end);
    }

    /** A future runs what hangs on it in no useful order; the breaker is to know of an end before the caller does. */
    private CompletableFuture<Reply> counted(Breaker breaker, int permit, CompletableFuture<Reply> end) {
        CompletableFuture<Reply> result = new CompletableFuture<>();
        CompletableFuture<Reply> unused = end.whenComplete((reply, failure) -> {
            breaker.onEnded(permit, status(failure), clock.nanoTime());
            if (failure == null) {
                result.complete(reply);
            } else {
                result.completeExceptionally(failure);
            }
        });
        CompletableFuture<Reply> unusedToo = result.whenComplete((reply, failure) -> {
            if (failure != null) {
                end.cancel(true);
            }
        });
        return result;
    }

    private static StatusCode status(@Nullable Throwable failure) {
        if (failure instanceof CancellationException || failure == null) {
            return failure == null ? StatusCode.OK : StatusCode.CANCELLED;
        }
        return CallException.of("", failure).status();
    }

    private @Nullable Breaker breaker(String method) {
        Breaker known = breakers.get(method);
        if (known != null) {
            return known;
        }
        BreakerPolicy policy = policies.of(method);
        if (policy == null || breakers.size() >= MAX_METHODS) {
            return null;
        }
        return breakers.computeIfAbsent(
                method, key -> new Breaker(policy, clock.nanoTime(), state -> onChange(method, state)));
    }

    private void onChange(String method, BreakerState state) {
        observer.onBreakerChanged(method, state.name());
        if (state == BreakerState.OPEN) {
            log.warn("too many calls of {} fail: its circuit breaker is open", method);
        } else {
            log.info("the circuit breaker of {} is {}", method, state);
        }
    }

    private Outcome.Failure refusal(ClientCall call, Breaker breaker) {
        long nowNanos = clock.nanoTime();
        long nanos = breaker.nanosToTrial(nowNanos);
        observer.onCallEnded(call.method(), StatusCode.UNAVAILABLE, nowNanos);
        String when = nanos > 0
                ? "it lets calls through again in " + TimeUnit.NANOSECONDS.toMillis(nanos + 999_999) + " ms"
                : "it waits for how the calls end that it has let through to try";
        return new Outcome.Failure(
                StatusCode.UNAVAILABLE,
                "the circuit breaker of " + call.method() + " is open, because too many of its calls have failed; "
                        + when,
                Executed.NO,
                TimeUnit.NANOSECONDS.toMicros(nanos),
                List.of(),
                "",
                null);
    }
}
