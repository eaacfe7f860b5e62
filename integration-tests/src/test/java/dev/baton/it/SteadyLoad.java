package dev.baton.it;

import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Calls of {@link WorkerMain#WORK} at a steady rate, whatever becomes of those before; notes how each ended. A call's time counts from the
 * moment at which it was due, so that a late sender hides nothing. {@link #send} is for one thread, the rest is thread-safe.
 */
final class SteadyLoad {
    private static final long LONG_ENOUGH_SECONDS = 120;

    private final BatonClient client;
    private final CallOptions options;
    private final int workMillis;
    private final List<CompletableFuture<Ended>> calls = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean stopped;

    SteadyLoad(BatonClient client, CallOptions options, int workMillis) {
        this.client = client;
        this.options = options;
        this.workMillis = workMillis;
    }

    /**
     * How a call ended.
     *
     * @param id as the execution log has it
     * @param dueNanos when it was to be sent
     * @param endNanos when its end was known
     * @param retryAfter when to try again, if that was said
     */
    record Ended(
            int id, StatusCode status, Executed executed, long dueNanos, long endNanos, Optional<Duration> retryAfter) {
        boolean isOk() {
            return status == StatusCode.OK;
        }

        Duration time() {
            return Duration.ofNanos(endNanos - dueNanos);
        }
    }

    /** Sends so many calls, or fewer if it is stopped meanwhile. Does not wait for their ends. */
    void send(int count, int perSecond) {
        long startNanos = System.nanoTime();
        for (int id = 0; id < count && !stopped; id++) {
            long dueNanos = startNanos + id * (TimeUnit.SECONDS.toNanos(1) / perSecond);
            for (long now = System.nanoTime(); now < dueNanos; now = System.nanoTime()) {
                LockSupport.parkNanos(dueNanos - now);
            }
            calls.add(call(id, dueNanos));
        }
    }

    private CompletableFuture<Ended> call(int id, long dueNanos) {
        return client.callAsync(WorkerMain.WORK, Payload.utf8(id + " " + workMillis), options)
                .handle((reply, failure) -> end(id, dueNanos, reply, failure));
    }

    private Ended end(int id, long dueNanos, @Nullable Payload reply, @Nullable Throwable failure) {
        long endNanos = System.nanoTime();
        ended.incrementAndGet();
        if (failure instanceof CallException e) {
            return new Ended(id, e.status(), e.executed(), dueNanos, endNanos, e.retryAfter());
        }
        boolean right = Payload.utf8(Integer.toString(id)).equals(reply);
        StatusCode status = right ? StatusCode.OK : StatusCode.DATA_LOSS;
        return new Ended(id, status, Executed.YES, dueNanos, endNanos, Optional.empty());
    }

    /** Sends in the background, until {@link #stop} if nothing else ends it. */
    CompletableFuture<Void> sendInBackground(int count, int perSecond) {
        return CompletableFuture.runAsync(() -> send(count, perSecond), work -> new Thread(work, "load").start());
    }

    /** No further calls. */
    void stop() {
        stopped = true;
    }

    /** How many calls have ended. */
    int ended() {
        return ended.get();
    }

    /** How all calls ended. Only when all have been sent. */
    List<Ended> awaitAll() throws Exception {
        CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).get(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS);
        return calls.stream().map(CompletableFuture::join).toList();
    }
}
