package dev.baton.broker.queue;

import java.util.Arrays;

/**
 * Where a request has been before the worker that ends it: kept only for requests that came back, because most do not. Broker thread only.
 */
public final class Trail {
    /** Enough for any explanation; of a request that travels more often only the count is known. */
    private static final int MAX_STEPS = 32;

    private static final int FIRST_STEPS = 4;

    /** What happened to it. */
    public enum Step {
        /** It was sent to a worker. */
        DISPATCHED,
        /** A worker returned it. */
        HANDED_BACK,
        /** It was lost with a worker. */
        LOST
    }

    private long[] atNanos = new long[FIRST_STEPS];
    private Step[] steps = new Step[FIRST_STEPS];
    private String[] workers = new String[FIRST_STEPS];
    private int size;

    Trail() {}

    void add(long nanos, Step step, String worker) {
        if (size == MAX_STEPS) {
            return;
        }
        if (size == steps.length) {
            atNanos = Arrays.copyOf(atNanos, 2 * size);
            steps = Arrays.copyOf(steps, 2 * size);
            workers = Arrays.copyOf(workers, 2 * size);
        }
        atNanos[size] = nanos;
        steps[size] = step;
        workers[size++] = worker;
    }

    /** How many steps are known. */
    public int size() {
        return size;
    }

    /** When a step happened. */
    public long atNanos(int index) {
        return atNanos[index];
    }

    /** What happened. */
    public Step step(int index) {
        return steps[index];
    }

    /** Which worker had to do with it; empty: not known. */
    public String worker(int index) {
        return workers[index];
    }
}
