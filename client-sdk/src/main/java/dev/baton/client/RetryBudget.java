package dev.baton.client;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/**
 * What attempts beyond the first are paid from: a bucket of tokens that calls which go well fill slowly. Success is counted on the path of every
 * call, by one thread at a time, and costs it a store; the sum is only made when somebody wants to take. Thread-safe, but for
 * {@link #onSuccess}.
 */
final class RetryBudget {
    private static final VarHandle SUCCESSES;
    private static final double SECONDS_AT_THE_START = 10;

    static {
        try {
            SUCCESSES = MethodHandles.lookup().findVarHandle(RetryBudget.class, "successes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final RetryPolicy.Budget settings;

    @SuppressWarnings("unused") // read and written through SUCCESSES
    private long successes;

    // ---- guarded by this
    private double tokens;
    private long countedSuccesses;
    private long countedNanos;

    RetryBudget(RetryPolicy.Budget settings, long nowNanos) {
        this.settings = settings;
        this.tokens = Math.min(settings.most(), settings.perSecond() * SECONDS_AT_THE_START);
        this.countedNanos = nowNanos;
    }

    /** A call went well. Loop only. */
    void onSuccess() {
        SUCCESSES.setOpaque(this, (long) SUCCESSES.getOpaque(this) + 1);
    }

    /** Takes what an attempt costs, if it is there. */
    synchronized boolean tryTake(long nowNanos) {
        long successesNow = (long) SUCCESSES.getOpaque(this);
        double earned = (double) (successesNow - countedSuccesses) * settings.perSuccess()
                + (double) (nowNanos - countedNanos) / TimeUnit.SECONDS.toNanos(1) * settings.perSecond();
        countedSuccesses = successesNow;
        countedNanos = nowNanos;
        tokens = Math.min(settings.most(), tokens + earned);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
