package dev.baton.client;

import dev.baton.wire.StatusCode;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The circuit breaker of one method. Thread-safe.
 *
 * <p>Each change of the state begins a new epoch, and a permit belongs to the epoch that it was given in: a call that was made while the
 * breaker was closed says nothing about whether the trials of a half-open one go well.
 */
final class Breaker {
    /** No permit. */
    static final int REFUSED = -1;

    private static final int SLOTS = 10;

    private final BreakerPolicy policy;
    private final Consumer<BreakerState> onChange;

    /*
     * A breaker's life:
     *   CLOSED -> OPEN         too many calls of the window have failed
     *   OPEN -> HALF_OPEN      its time is over, and somebody calls
     *   HALF_OPEN -> CLOSED    all trials went well
     *   HALF_OPEN -> OPEN      a trial failed
     * All that follows is guarded by this.
     */
    private BreakerState state = BreakerState.CLOSED;
    private int epoch;
    private long openUntilNanos;
    private int trialsOut;
    private int trialsGood;

    /** What ended in each tenth of the window. */
    private final long[] all = new long[SLOTS];

    private final long[] failed = new long[SLOTS];
    private int slot;
    private long slotBeganNanos;

    /**
     * Begins closed.
     *
     * @param onChange hears of each new state; must be quick
     */
    Breaker(BreakerPolicy policy, long nowNanos, Consumer<BreakerState> onChange) {
        this.policy = policy;
        this.onChange = onChange;
        this.slotBeganNanos = nowNanos;
    }

    /** A permit for a call, to be given back by {@link #onEnded}; or {@link #REFUSED}. */
    synchronized int tryPass(long nowNanos) {
        if (state == BreakerState.OPEN && nowNanos - openUntilNanos >= 0) {
            change(BreakerState.HALF_OPEN);
        }
        return switch (state) {
            case CLOSED -> epoch;
            case OPEN -> REFUSED;
            case HALF_OPEN -> trialsOut + trialsGood < policy.trials() ? permitTrial() : REFUSED;
        };
    }

    private int permitTrial() {
        trialsOut++;
        return epoch;
    }

    /** How long until it is worth calling again; 0: at once, or when the trials that are out have ended. */
    synchronized long nanosToTrial(long nowNanos) {
        return state == BreakerState.OPEN ? Math.max(0, openUntilNanos - nowNanos) : 0;
    }

    /** A call with this permit has ended. */
    synchronized void onEnded(int permit, StatusCode status, long nowNanos) {
        if (permit != epoch) {
            return;
        }
        boolean bad = policy.isFailure(status);
        switch (state) {
            case CLOSED -> count(bad, nowNanos);
            case HALF_OPEN -> onTrialEnded(bad, status, nowNanos);
            case OPEN -> throw new IllegalStateException("a permit of an open breaker");
        }
    }

    private void onTrialEnded(boolean bad, StatusCode status, long nowNanos) {
        trialsOut--;
        if (bad) {
            open(nowNanos);
        } else if (status != StatusCode.CANCELLED && ++trialsGood == policy.trials()) {
            change(BreakerState.CLOSED);
        }
    }

    private void count(boolean bad, long nowNanos) {
        turnTo(nowNanos);
        all[slot]++;
        failed[slot] += bad ? 1 : 0;
        if (bad && policy.isTooMuch(sum(failed), sum(all))) {
            open(nowNanos);
        }
    }

    private void turnTo(long nowNanos) {
        long slotNanos = Math.max(1, policy.windowNanos() / SLOTS);
        long turns = (nowNanos - slotBeganNanos) / slotNanos;
        slotBeganNanos += turns * slotNanos;
        for (long i = 0; i < Math.min(turns, SLOTS); i++) {
            slot = (slot + 1) % SLOTS;
            all[slot] = 0;
            failed[slot] = 0;
        }
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    private void open(long nowNanos) {
        openUntilNanos = nowNanos + policy.openNanos();
        change(BreakerState.OPEN);
    }

    private void change(BreakerState next) {
        state = next;
        epoch = (epoch + 1) & Integer.MAX_VALUE;
        trialsOut = 0;
        trialsGood = 0;
        Arrays.fill(all, 0);
        Arrays.fill(failed, 0);
        onChange.accept(next);
    }
}
