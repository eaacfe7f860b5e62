package dev.baton.testkit;

import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.RequestContext;
import dev.baton.worker.StatusException;
import dev.baton.worker.WorkerInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before all interceptors of a worker and breaks what it is told to break. Thread-safe. */
final class Faults implements WorkerInterceptor {
    static final Duration FOR_EVER = Duration.ofDays(1);

    private final Set<RequestContext> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Pause pause;
    private volatile @Nullable Failure failure;

    synchronized void delay(Duration time) {
        endPause();
        pause = new Pause(time);
    }

    void fail(StatusCode status, String message, int times) {
        failure = new Failure(new StatusException(status, message), true, new AtomicInteger(times));
    }

    void refuse(StatusCode status, String message, int times) {
        failure = new Failure(new StatusException(status, message), false, new AtomicInteger(times));
    }

    synchronized void heal() {
        failure = null;
        endPause();
        pause = null;
    }

    private void endPause() {
        Pause current = pause;
        if (current != null) {
            current.end();
        }
    }

    /** The requests that are with the worker's handlers, described. */
    List<String> open() {
        return open.stream()
                .map(context -> context.method() + ", request " + Long.toHexString(context.requestId()))
                .sorted()
                .toList();
    }

    @Override
    public CompletionStage<Payload> intercept(RequestContext context, Payload request, Next next) throws Exception {
        open.add(context);
        try {
            return proceed(context, request, next).whenComplete((reply, thrown) -> open.remove(context));
        } catch (Throwable thrown) {
            open.remove(context);
            throw thrown;
        }
    }

    private CompletionStage<Payload> proceed(RequestContext context, Payload request, Next next) throws Exception {
        Pause delay = pause;
        if (delay != null) {
            delay.pass(context);
        }
        Failure injected = failure;
        if (injected == null || injected.times.getAndDecrement() <= 0) {
            return next.proceed(request);
        }
        if (!injected.afterwards) {
            throw injected.exception;
        }
        CompletableFuture<Payload> failed = new CompletableFuture<>();
        next.proceed(request).whenComplete((reply, thrown) -> failed.completeExceptionally(injected.exception));
        return failed;
    }

    /** A wait that ends early when it is healed, or when nobody waits for the request any more. */
    private static final class Pause {
        private final long nanos;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        Pause(Duration time) {
            this.nanos = time.toNanos();
        }

        void end() {
            over.complete(null);
        }

        void pass(RequestContext context) throws InterruptedException, ExecutionException {
            CompletableFuture<Void> unwanted = new CompletableFuture<>();
            context.onCancel(() -> unwanted.complete(null));
            try {
                CompletableFuture.anyOf(over, unwanted).get(nanos, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return; // that was the delay
            }
            if (unwanted.isDone()) {
                throw new CancellationException("nobody waits any more");
            }
        }
    }

    private record Failure(StatusException exception, boolean afterwards, AtomicInteger times) {}
}
