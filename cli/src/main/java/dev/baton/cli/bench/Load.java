package dev.baton.cli.bench;

import dev.baton.cli.Pause;
import dev.baton.cli.process.Threads;
import dev.baton.client.BatonClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls: either at a rate, whatever becomes of those before, or so many at once, the next when one has ended.
 *
 * <p>At a rate latencies count from when a call was due, not from when it could be sent at last: a service that stands still for a second makes a
 * thousand calls late, and all of them show (else only one would: "coordinated omission"). With a number at once a service that stands still is
 * simply asked less, so its percentiles flatter it; that way is for the throughput. One thread runs it.
 */
final class Load {
    /** After a failure a call is not followed by the next one at once: a broker that is away would be asked a million times a second. */
    private static final long PAUSE_AFTER_FAILURE_NANOS = 10_000_000;

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final Duration BEYOND_TIMEOUT = Duration.ofSeconds(5);
    private static final double NANOS_PER_SECOND = 1e9;

    private final LoadSettings settings;
    private final List<BatonClient> clients;
    private final ScheduledExecutorService retries = Threads.scheduler("after failures");
    private final long startNanos = System.nanoTime();
    private final long endNanos;
    private final Tally tally;
    private volatile boolean stopped;

    Load(LoadSettings settings, List<BatonClient> clients) {
        this.settings = settings;
        this.clients = clients;
        long countFromNanos = startNanos + settings.warmUp().toNanos();
        this.endNanos = countFromNanos + settings.duration().toNanos();
        this.tally = new Tally(countFromNanos);
    }

    /** What is counted, meanwhile and afterwards. */
    Tally tally() {
        return tally;
    }

    /** Makes no more calls: this process is being ended, and perhaps the broker too. Any thread. */
    void stop() {
        stopped = true;
    }

    /** Whether it was stopped before its end, so that what it counted says nothing. */
    boolean isStopped() {
        return stopped;
    }

    /** Makes the calls, and returns when all have ended, or should have. */
    void run() {
        if (settings.isPaced()) {
            makeAtRate();
        } else {
            makeAtOnce();
        }
        awaitAll();
        retries.shutdownNow();
    }

    private void makeAtRate() {
        double intervalNanos = NANOS_PER_SECOND / settings.rate();
        long calls = (long) ((endNanos - startNanos) / intervalNanos);
        for (long call = 0; call < calls && !stopped; call++) {
            long dueNanos = startNanos + (long) (call * intervalNanos);
            for (long left = dueNanos - System.nanoTime(); left > 0; left = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            BatonClient client = clients.get((int) (call % clients.size()));
            make(client, dueNanos).whenComplete((reply, error) -> tally.onEnd(dueNanos, error));
        }
    }

    private void makeAtOnce() {
        for (int i = 0; i < settings.concurrency(); i++) {
            makeOneAfterTheOther(clients.get(i % clients.size()));
        }
        while (!stopped && endNanos - System.nanoTime() > 0) {
            Pause.of(LOOK_EVERY);
        }
    }

    /** The next call follows in the callback of the one before, on the client's thread: nothing is faster. */
    private void makeOneAfterTheOther(BatonClient client) {
        long nowNanos = System.nanoTime();
        if (stopped || nowNanos - endNanos >= 0) {
            return;
        }
        make(client, nowNanos).whenComplete((reply, error) -> {
            tally.onEnd(nowNanos, error);
            follow(client, error);
        });
    }

    private void follow(BatonClient client, @Nullable Throwable error) {
        if (error == null) {
            makeOneAfterTheOther(client);
        } else if (!retries.isShutdown()) {
            retries.schedule(() -> makeOneAfterTheOther(client), PAUSE_AFTER_FAILURE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private CompletableFuture<?> make(BatonClient client, long dueNanos) {
        tally.onStart(dueNanos);
        return client.callAsync(settings.method(), settings.request(), settings.options());
    }

    private void awaitAll() {
        long untilNanos =
                System.nanoTime() + settings.timeout().plus(BEYOND_TIMEOUT).toNanos();
        while (!stopped && tally.open() > 0 && untilNanos - System.nanoTime() > 0) {
            Pause.of(LOOK_EVERY);
        }
    }
}
