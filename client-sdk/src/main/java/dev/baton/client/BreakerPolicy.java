package dev.baton.client;

import static java.util.Objects.requireNonNull;

import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * When calls of a method are refused at once, because so many have failed that further ones would only take time and do harm. Immutable; each
 * method returns a changed policy:
 *
 * <pre>{@code
 * BatonClient client = BatonClient.builder()
 *         .broker("tcp://127.0.0.1:5555")
 *         .circuitBreaker(BreakerPolicy.defaults().failures(0.3).openFor(Duration.ofSeconds(10)))
 *         .build();
 * }</pre>
 *
 * <p>Each method has a breaker of its own. It is <em>closed</em> while all is well, and counts. It <em>opens</em> when, of at least 20 calls
 * that ended within ten seconds, half have failed with UNAVAILABLE, DEADLINE_EXCEEDED or INTERNAL: then calls fail with UNAVAILABLE, executed
 * NO, and a message that tells when the next one will be let through. After five seconds it is <em>half open</em>: three calls
 * may try. If all go well it closes, if one fails it opens again. A call counts once, however often it was tried.
 */
public final class BreakerPolicy {
    private static final BreakerPolicy DEFAULTS = new BreakerPolicy(
            0.5,
            20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            3,
            EnumSet.of(StatusCode.UNAVAILABLE, StatusCode.DEADLINE_EXCEEDED, StatusCode.INTERNAL));

    private final double failureRatio;
    private final int minimumCalls;
    private final Duration window;
    private final Duration openFor;
    private final int trials;
    private final Set<StatusCode> statuses;

    private BreakerPolicy(
            double failureRatio,
            int minimumCalls,
            Duration window,
            Duration openFor,
            int trials,
            Set<StatusCode> statuses) {
        this.failureRatio = failureRatio;
        this.minimumCalls = minimumCalls;
        this.window = window;
        this.openFor = openFor;
        this.trials = trials;
        this.statuses = statuses;
    }

    /** Opens for five seconds when half of at least 20 calls within ten seconds have failed. */
    public static BreakerPolicy defaults() {
        return DEFAULTS;
    }

    /** Which part of the calls has to fail, more than 0 and at most 1. */
    public BreakerPolicy failures(double ratio) {
        if (!(ratio > 0 && ratio <= 1)) {
            throw new IllegalArgumentException("failures: " + ratio + " (expected: more than 0, at most 1)");
        }
        return new BreakerPolicy(ratio, minimumCalls, window, openFor, trials, statuses);
    }

    /** Among how many calls at least, and of which time. */
    public BreakerPolicy among(int calls, Duration time) {
        return new BreakerPolicy(
                failureRatio, atLeastOne("calls", calls), positive("window", time), openFor, trials, statuses);
    }

    /** How long it is open before calls may try. */
    public BreakerPolicy openFor(Duration time) {
        return new BreakerPolicy(failureRatio, minimumCalls, window, positive("openFor", time), trials, statuses);
    }

    /** How many calls have to go well before it closes. */
    public BreakerPolicy trials(int calls) {
        return new BreakerPolicy(failureRatio, minimumCalls, window, openFor, atLeastOne("trials", calls), statuses);
    }

    /** Which statuses are failures; the others say nothing against the service. Replaces those given before. */
    public BreakerPolicy statuses(Set<StatusCode> failures) {
        Set<StatusCode> copy = EnumSet.noneOf(StatusCode.class);
        copy.addAll(requireNonNull(failures, "statuses"));
        return new BreakerPolicy(failureRatio, minimumCalls, window, openFor, trials, copy);
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
        return value;
    }

    private static Duration positive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + ": " + time + " (expected: more than zero)");
        }
        return time;
    }

    boolean isTooMuch(long failed, long all) {
        return all >= minimumCalls && (double) failed >= failureRatio * (double) all;
    }

    boolean isFailure(StatusCode status) {
        return statuses.contains(status);
    }

    long windowNanos() {
        return window.toNanos();
    }

    long openNanos() {
        return openFor.toNanos();
    }

    int trials() {
        return trials;
    }

    @Override
    public String toString() {
        return "BreakerPolicy[failures=" + failureRatio + " of " + minimumCalls + " within " + window + ", openFor="
                + openFor + ", trials=" + trials + ", statuses=" + statuses + "]";
    }
}
