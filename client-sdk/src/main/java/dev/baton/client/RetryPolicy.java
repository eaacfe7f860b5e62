package dev.baton.client;

import static java.util.Objects.requireNonNull;

import dev.baton.wire.Executed;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which failed calls are tried again, how often, and after what pauses. Immutable; each method returns a changed policy:
 *
 * <pre>{@code
 * BatonClient client = BatonClient.builder()
 *         .broker("tcp://127.0.0.1:5555")
 *         .retryPolicy(RetryPolicy.defaults().maxAttempts(6))
 *         .build();
 * }</pre>
 *
 * <p>A call is only tried again where that is safe: no handler has seen the request ({@link Executed#NO}), or the method may run twice
 * ({@link CallOptions#idempotency}). By default these are tried again, four attempts in all, with pauses of 25 to 50 ms, 50 to 100 ms, and so on:
 *
 * <ul>
 *   <li>UNAVAILABLE: the broker stops, the connection or the worker was lost;
 *   <li>RESOURCE_EXHAUSTED, but only if whoever is full has said when to come again: else one more attempt is just more load.
 * </ul>
 *
 * <p>Never tried again are calls with {@link CallOptions#failFast}, calls whose deadline would pass in the pause, and those that this client itself
 * refused. All attempts of a client share a budget, so that a service in trouble does not get a multiple of its usual load: each call that
 * goes well pays in a tenth of an attempt.
 */
public final class RetryPolicy {
    private static final RetryPolicy DEFAULTS = new RetryPolicy(
            4,
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            EnumSet.of(StatusCode.UNAVAILABLE, StatusCode.RESOURCE_EXHAUSTED),
            new Budget(0.1, 10, 10_000));

    /**
     * What attempts beyond the first are paid from.
     *
     * @param perSuccess what each call that goes well pays in
     * @param perSecond what comes in besides, so that a client that calls rarely can try again too; ten times as much is there at the start
     * @param most how much can be saved up
     */
    record Budget(double perSuccess, double perSecond, double most) {}

    private final int maxAttempts;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Set<StatusCode> statuses;
    private final Budget budget;

    private RetryPolicy(
            int maxAttempts, Duration firstPause, Duration longestPause, Set<StatusCode> statuses, Budget budget) {
        this.maxAttempts = maxAttempts;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.statuses = statuses;
        this.budget = budget;
    }

    /** Four attempts after UNAVAILABLE and, if it tells when, after RESOURCE_EXHAUSTED. */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /** Nothing is tried again. */
    public static RetryPolicy none() {
        return DEFAULTS.maxAttempts(1);
    }

    /** How often a call is tried at most, the first time included. */
    public RetryPolicy maxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("maxAttempts: " + attempts + " (expected: >= 1)");
        }
        return new RetryPolicy(attempts, firstPause, longestPause, statuses, budget);
    }

    /**
     * The pause before the second attempt, which doubles with each further one, and its upper limit. What is waited is between half of it
     * and all of it, by chance, so that callers do not come back in step; and as long as whoever refused has asked for.
     */
    public RetryPolicy pauses(Duration first, Duration longest) {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "pauses: " + first + " to " + longest + " (expected: more than zero, the longer one last)");
        }
        return new RetryPolicy(maxAttempts, first, longest, statuses, budget);
    }

    /** After which statuses. Replaces those given before. */
    public RetryPolicy statuses(Set<StatusCode> failures) {
        Set<StatusCode> copy = EnumSet.noneOf(StatusCode.class);
        copy.addAll(requireNonNull(failures, "statuses"));
        return new RetryPolicy(maxAttempts, firstPause, longestPause, copy, budget);
    }

    /**
     * What attempts beyond the first are paid from; each costs 1. Counts only in the policy that is given to the builder, because all calls of
     * a client share it.
     *
     * @param perSuccess what each call that goes well pays in; by default 0.1
     * @param perSecond what comes in besides, so that a client that calls rarely can try again too; ten times as much is there at the start;
     *     by default 10
     * @param most how much can be saved up; by default 10,000
     */
    public RetryPolicy budget(double perSuccess, double perSecond, double most) {
        if (!(perSuccess >= 0 && perSecond >= 0 && most >= 1)) {
            throw new IllegalArgumentException("budget: " + perSuccess + " per success, " + perSecond + " per second, "
                    + most + " at most (expected: >= 0, >= 0, >= 1)");
        }
        return new RetryPolicy(
                maxAttempts, firstPause, longestPause, statuses, new Budget(perSuccess, perSecond, most));
    }

    /** Whether a call that ended like this may be tried again, for all that the policy cares. */
    boolean covers(Outcome.Failure failure, CallOptions options) {
        boolean safe =
                failure.executed() == Executed.NO || options.idempotency().maySafelyRunTwice();
        boolean pointless = failure.status() == StatusCode.RESOURCE_EXHAUSTED && failure.retryAfterMicros() == 0;
        return safe && !pointless && !options.failFast() && statuses.contains(failure.status());
    }

    /**
     * How long to wait after an attempt.
     *
     * @param attempt its number, from 1
     * @param chance from 0 to 1
     */
    long pauseNanos(int attempt, long retryAfterNanos, double chance) {
        double doubled = (double) firstPause.toNanos() * Math.pow(2, attempt - 1.0);
        double pause = Math.min(doubled, (double) longestPause.toNanos()) * (1 - chance / 2);
        return (long) Math.max(pause, (double) retryAfterNanos * (1 + chance / 4));
    }

    int maxAttempts() {
        return maxAttempts;
    }

    Budget budget() {
        return budget;
    }

    @Override
    public String toString() {
        return "RetryPolicy[maxAttempts=" + maxAttempts + ", pauses=" + firstPause + " to " + longestPause
                + ", statuses=" + statuses + ", budget=" + budget + "]";
    }
}
