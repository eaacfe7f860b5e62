package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Decides whether a call that failed is tried again, and when. Thread-safe. */
final class Retries {
    /** Not again. */
    static final long NO = -1;

    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final DoubleSupplier chance;
    private final ClientObserver observer;

    /**
     * Decides for all calls of a client.
     *
     * @param chance a number from 0 to 1, another one each time
     */
    Retries(RetryPolicy policy, RetryBudget budget, DoubleSupplier chance, ClientObserver observer) {
        this.policy = policy;
        this.budget = budget;
        this.chance = chance;
        this.observer = observer;
    }

    /** How long to wait until the next attempt, which is paid then; {@link #NO}: there is none. */
    long pauseNanos(CallPlan plan, Outcome.Failure failure, long nowNanos) {
        RetryPolicy ownPolicy = plan.options().retryPolicy().orElse(policy);
        if (plan.attempt() >= ownPolicy.maxAttempts() || !ownPolicy.covers(failure, plan.options())) {
            return NO;
        }
        long retryAfterNanos = TimeUnit.MICROSECONDS.toNanos(failure.retryAfterMicros());
        long pauseNanos = ownPolicy.pauseNanos(plan.attempt(), retryAfterNanos, chance.getAsDouble());
        if (nowNanos + pauseNanos - plan.deadlineNanos() >= 0) {
            return NO; // the better answer is the one that is here
        }
        if (!budget.tryTake(nowNanos)) {
            observer.onRetryWithheld();
            return NO;
        }
        observer.onRetry(failure.status());
        plan.trace().onRetry(plan.attempt() + 1, failure.status());
        return pauseNanos;
    }
}
