package dev.baton.bench.pool;

import dev.baton.worker.leader.PromoteAlways;
import dev.baton.worker.leader.PromoteOnDemand;

/** The ways that are compared. */
enum Kind {
    SINGLE("one thread"),
    EXECUTOR("reader + executor"),
    ALWAYS("L/F, promote always"),
    ON_DEMAND("L/F, on demand");

    final String title;

    Kind(String title) {
        this.title = title;
    }

    Variant start(Endpoint endpoint, Handler handler, int threads) {
        return switch (this) {
            case SINGLE -> new SingleThread(endpoint, handler);
            case EXECUTOR -> new ReaderAndExecutor(endpoint, handler, threads);
            case ALWAYS -> new PoolOfLeaders(endpoint, handler, threads, PromoteAlways.INSTANCE);
            case ON_DEMAND -> new PoolOfLeaders(endpoint, handler, threads, new PromoteOnDemand());
        };
    }
}
