package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import dev.baton.time.NanoClock;
import dev.baton.wire.Executed;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Makes calls that take long, of methods that may run twice, a second time. */
final class HedgePath implements CallPath {
    /** Method names come from callers, and a caller might make them up: beyond this many, calls are not hedged. */
    private static final int MAX_METHODS = 1024;

    private final PerMethod<HedgingPolicy> policies;
    private final CallPath next;
    private final CallDesk desk;
    private final NanoClock clock;
    private final Duration defaultTimeout;
    private final ClientObserver observer;
    private final Map<String, RecentLatencies> latencies = new ConcurrentHashMap<>();

    HedgePath(
            PerMethod<HedgingPolicy> policies,
            CallPath next,
            CallDesk desk,
            NanoClock clock,
            Duration defaultTimeout,
            ClientObserver observer) {
        this.policies = policies;
        this.next = next;
        this.desk = desk;
        this.clock = clock;
        this.defaultTimeout = defaultTimeout;
        this.observer = observer;
    }

    @Override
    public Reply exchange(ClientCall call) {
        HedgingPolicy policy = policy(call);
        if (policy == null) {
            return next.exchange(call);
        }
        desk.requireMayWaitFor(call.method());
        CompletableFuture<Reply> result = hedged(call, policy, Runnable::run);
        Thread caller = Thread.currentThread();
        CompletableFuture<Reply> unused = result.whenComplete((reply, failure) -> LockSupport.unpark(caller));
        desk.waitUntil(result::isDone);
        if (!result.isDone()) { // an interrupt, which stays
            result.completeExceptionally(CallException.forFuture(
                    call.method(),
                    0,
                    Outcome.Failure.local(StatusCode.CANCELLED, "the calling thread was interrupted", Executed.MAYBE)));
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            throw CallException.of(call.method(), e).again();
        }
    }

    @Override
    public CompletableFuture<Reply> exchangeAsync(ClientCall call, Executor executor) {
        HedgingPolicy policy = policy(call);
        return policy == null ? next.exchangeAsync(call, executor) : hedged(call, policy, executor);
    }

    private @Nullable HedgingPolicy policy(ClientCall call) {
        return call.options().idempotency().maySafelyRunTwice() ? policies.of(call.method()) : null;
    }

    private CompletableFuture<Reply> hedged(ClientCall call, HedgingPolicy policy, Executor executor) {
        RecentLatencies recent = latencies(call.method());
        long startNanos = clock.nanoTime();
        HedgedCall hedged = new HedgedCall(call.method());
        hedged.add(next.exchangeAsync(call, executor));
        CompletableFuture<Reply> unused = hedged.result().whenComplete((reply, failure) -> {
            if (failure == null) {
                recent.add(clock.nanoTime() - startNanos);
            }
        });
        long delayNanos = policy.delayNanos(recent);
        if (delayNanos >= 0) {
            hedgeLater(call, hedged, new Plan(startNanos, delayNanos, executor), policy.maxHedges());
        }
        return hedged.result();
    }

    private record Plan(long startNanos, long delayNanos, Executor executor) {}

    private void hedgeLater(ClientCall call, HedgedCall hedged, Plan plan, int hedgesLeft) {
        CompletableFuture<Void> pause = desk.pauses().begin(plan.delayNanos());
        CompletableFuture<Void> unused = pause.thenRun(() -> {
            if (hedge(call, hedged, plan) && hedgesLeft > 1) {
                hedgeLater(call, hedged, plan, hedgesLeft - 1);
            }
        });
        CompletableFuture<Reply> unusedToo = hedged.result().whenComplete((reply, failure) -> pause.cancel(false));
    }

    private boolean hedge(ClientCall call, HedgedCall hedged, Plan plan) {
        long nowNanos = clock.nanoTime();
        Duration spent = Duration.ofNanos(nowNanos - plan.startNanos());
        Duration left = call.options().timeout().orElse(defaultTimeout).minus(spent);
        if (hedged.result().isDone() || desk.isClosed() || left.isNegative() || left.isZero()) {
            return false;
        }
        if (!desk.retryBudget().tryTake(nowNanos)) {
            observer.onRetryWithheld();
            return false;
        }
        observer.onHedge();
        hedged.add(next.exchangeAsync(call.withOptions(call.options().timeout(left)), plan.executor()));
        return true;
    }

    private RecentLatencies latencies(String method) {
        RecentLatencies known = latencies.get(method);
        if (known != null) {
            return known;
        }
        return latencies.size() < MAX_METHODS
                ? latencies.computeIfAbsent(method, key -> new RecentLatencies())
                : new RecentLatencies();
    }
}
