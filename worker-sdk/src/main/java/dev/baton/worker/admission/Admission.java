package dev.baton.worker.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a worker and its short backlog.
 *
 * <p>A slot is a permit, not a thread: an asynchronous handler keeps its slot while its thread does something else. A request without a free
 * slot goes back to the broker, which sends it on to a worker that may have one; that is what balances a plain DEALER. Only a request that
 * has been round often enough ({@code maxHops}), or that cannot count its rounds, waits here, so that it does not travel for ever when all
 * workers are busy. The backlog is short because what waits here cannot be helped by a worker that becomes free elsewhere.
 *
 * <p>A request that waits goes before one that arrives. Thread-safe.
 *
 * @param <R> a request
 */
public final class Admission<R> {
    /** The hops of a request that cannot count them, because it has no header: it is kept while there is room. */
    public static final int HOPS_UNKNOWN = Integer.MAX_VALUE;

    private final int capacity;
    private final int maxHops;
    private final int maxBacklog;

    /* Written under the lock of this; volatile for a cheap look from outside. */
    private final ArrayDeque<R> backlog = new ArrayDeque<>();
    private volatile int waiting;
    private volatile int busy;
    private volatile boolean draining;

    /**
     * All slots free.
     *
     * @param capacity the number of slots
     * @param maxHops a request that was handed back this often is kept here if there is room
     * @param maxBacklog the room
     */
    public Admission(int capacity, int maxHops, int maxBacklog) {
        atLeast("capacity", capacity, 1);
        atLeast("maxHops", maxHops, 0);
        atLeast("backlog", maxBacklog, 1);
        this.capacity = capacity;
        this.maxHops = maxHops;
        this.maxBacklog = maxBacklog;
    }

    private static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }

    /**
     * Decides about a request that has arrived.
     *
     * @param hops how often it was handed back before, or {@link #HOPS_UNKNOWN}
     */
    public synchronized Verdict offer(R request, int hops) {
        if (draining) {
            return Verdict.HAND_BACK_DRAINING;
        }
        if (busy < capacity && backlog.isEmpty()) {
            busy++;
            return Verdict.RUN;
        }
        // A free slot and a backlog are there together only for the moment in which somebody is about to take from the
        // backlog.
        boolean mayKeep = hops >= maxHops || busy < capacity;
        if (!mayKeep || backlog.size() >= maxBacklog) {
            return Verdict.HAND_BACK_BUSY;
        }
        backlog.add(request);
        waiting = backlog.size();
        return Verdict.KEEP;
    }

    /** The oldest request that waits, with a slot that is its own from now on; null: none waits, or no slot is free. */
    public @Nullable R takeWaiting() {
        return waiting == 0 ? null : takeFirst();
    }

    /** Whether {@link #takeWaiting} would give out something. */
    public boolean hasWaitingForFreeSlot() {
        return waiting > 0 && busy < capacity;
    }

    private synchronized @Nullable R takeFirst() {
        if (busy >= capacity || backlog.isEmpty()) {
            return null;
        }
        busy++;
        R first = backlog.poll();
        waiting = backlog.size();
        return first;
    }

    /**
     * A slot is free again. Afterwards see to it that somebody asks {@link #takeWaiting}.
     *
     * @throws IllegalStateException if all were free
     */
    public synchronized void release() {
        if (busy == 0) {
            throw new IllegalStateException("a slot was given back that nobody had");
        }
        busy--;
    }

    /** From now on everything that arrives is handed back, until {@link #resume}. What waits still gets its turn. */
    public synchronized void drain() {
        draining = true;
    }

    /** Takes requests again. */
    public synchronized void resume() {
        draining = false;
    }

    /** Empties the backlog; the caller hands these back. */
    public synchronized List<R> removeWaiting() {
        List<R> removed = new ArrayList<>(backlog);
        backlog.clear();
        waiting = 0;
        return removed;
    }

    /** Whether a slot is free. */
    public boolean hasFreeSlot() {
        return busy < capacity;
    }

    /** Whether everything that arrives is handed back. */
    public boolean isDraining() {
        return draining;
    }

    /** How many slots are taken. */
    public int busy() {
        return busy;
    }

    /** How many requests wait in the backlog. */
    public int waiting() {
        return waiting;
    }

    /** Whether no slot is taken and nothing waits. */
    public synchronized boolean isIdle() {
        return busy == 0 && backlog.isEmpty();
    }
}
