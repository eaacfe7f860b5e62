package dev.baton.worker;

import dev.baton.time.NanoClock;
import dev.baton.wire.StatusCode;
import dev.baton.worker.leader.LeaderDuty;
import dev.baton.worker.leader.LeaderFollowers;
import dev.baton.worker.leader.ThreadRole;
import dev.baton.worker.leader.ThreadSnapshot;
import dev.baton.worker.leader.VirtualThreads;
import dev.baton.worker.observe.WorkerObserver;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker's threads. Usually handlers run on the threads of the pool, so that there are as many as slots and one more. If they have virtual
 * threads of their own, the pool has two threads, however many slots there are: one that leads, and one that can take over at any time.
 * Thread-safe.
 */
final class WorkerThreads {
    private static final int POOL_BESIDE_VIRTUAL = 2;

    private final NanoClock clock;
    private final @Nullable VirtualThreads virtual;
    private final LeaderFollowers pool;

    /** Not started yet. */
    WorkerThreads(
            WorkerConfig config,
            @Nullable VirtualThreads virtual,
            LeaderDuty duty,
            WorkerObserver observer,
            NanoClock clock) {
        this.clock = clock;
        this.virtual = virtual;
        this.pool = new LeaderFollowers(
                config.name(),
                virtual == null ? config.capacity() + 1 : POOL_BESIDE_VIRTUAL,
                config.promotionPolicy(),
                duty,
                observer::onLeadTaken,
                clock::nanoTime);
    }

    /** Virtual threads for handlers; null: they run on the pool's. */
    static @Nullable VirtualThreads virtual(WorkerConfig config) {
        return config.virtualThreads() ? new VirtualThreads(config.name() + "-virtual") : null;
    }

    /** How requests come to their handlers. */
    static HandlerRunner runner(@Nullable VirtualThreads virtual, HandlerInvoker invoker, WorkerObserver observer) {
        if (virtual == null) {
            return invoker::invoke;
        }
        return request -> {
            try {
                virtual.start(() -> invoker.invoke(request));
            } catch (Throwable noThread) {
                observer.onError();
                invoker.refuse(request, StatusCode.RESOURCE_EXHAUSTED, "the worker has no thread for it: " + noThread);
            }
        };
    }

    void start() {
        pool.start();
    }

    /** There is something for the leader to do. */
    void wanted() {
        pool.wanted();
    }

    /** Whether the caller is one of them: a handler, most likely. */
    boolean isCallerHere() {
        return pool.isPoolThread() || (virtual != null && virtual.isCaller());
    }

    /** Interrupts the handlers that run. Call it only when they have had their time. */
    void interruptHandlers() {
        pool.interruptHandlers();
        if (virtual != null) {
            virtual.interruptAll();
        }
    }

    /** Waits for the end of all; tells whether they have ended in this time. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        boolean ended = pool.awaitTermination(limit, clock::nanoTime);
        return ended && (virtual == null || virtual.awaitEnd(limit, clock::nanoTime));
    }

    int leaderIndex() {
        return pool.leaderIndex();
    }

    int count(ThreadRole role) {
        return pool.count(role);
    }

    List<ThreadSnapshot> snapshot() {
        return pool.snapshot();
    }
}
