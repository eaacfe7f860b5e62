package dev.baton.client;

import java.time.Duration;

/**
 * When a call that takes long is made a second time, so that the quicker of the two counts. Only calls of methods that may run twice are
 * hedged ({@link CallOptions#idempotency}). Immutable; each method returns a changed policy:
 *
 * <pre>{@code
 * BatonClient client = BatonClient.builder()
 *         .broker("tcp://127.0.0.1:5555")
 *         .hedging(HedgingPolicy.atPercentile(0.95).notBefore(Duration.ofMillis(5)))
 *         .methodDefaults("shop.Prices/Get", CallOptions.defaults().idempotent())
 *         .build();
 * }</pre>
 *
 * <p>It helps against a worker or broker that is slow by chance, and does harm where all are slow because there is too much to do. So each hedge is
 * paid from the client's retry budget ({@link RetryPolicy#budget}): by default there is at most one for ten calls that go well. The call that loses
 * is taken back. Each of the two counts as a call in the client's meters, and makes a span of its own.
 */
public final class HedgingPolicy {
    private static final double NO_PERCENTILE = -1;

    private final double percentile;
    private final Duration least;
    private final int maxHedges;

    private HedgingPolicy(double percentile, Duration least, int maxHedges) {
        this.percentile = percentile;
        this.least = least;
        this.maxHedges = maxHedges;
    }

    /** A second call after this time without an answer. */
    public static HedgingPolicy after(Duration delay) {
        return new HedgingPolicy(NO_PERCENTILE, positive(delay), 1);
    }

    /**
     * A second call when this one takes longer than so many of the method's last calls: 0.95 is about one in twenty. Until there were a few dozen
     * there is none.
     */
    public static HedgingPolicy atPercentile(double part) {
        if (!(part > 0 && part < 1)) {
            throw new IllegalArgumentException("percentile: " + part + " (expected: between 0 and 1)");
        }
        return new HedgingPolicy(part, Duration.ofMillis(1), 1);
    }

    /** However quick the method is, not before this time. Default: 1 ms. */
    public HedgingPolicy notBefore(Duration delay) {
        return new HedgingPolicy(percentile, positive(delay), maxHedges);
    }

    /** How many calls more than the first, each after the same time again. Default: 1. */
    public HedgingPolicy maxHedges(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("maxHedges: " + calls + " (expected: >= 1)");
        }
        return new HedgingPolicy(percentile, least, calls);
    }

    private static Duration positive(Duration delay) {
        if (delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: more than zero)");
        }
        return delay;
    }

    /** After what time; negative: not at all, not enough is known. */
    long delayNanos(RecentLatencies latencies) {
        if (percentile == NO_PERCENTILE) {
            return least.toNanos();
        }
        long nanos = latencies.quantile(percentile);
        return nanos < 0 ? nanos : Math.max(nanos, least.toNanos());
    }

    int maxHedges() {
        return maxHedges;
    }

    @Override
    public String toString() {
        String when =
                percentile == NO_PERCENTILE ? "after=" + least : "percentile=" + percentile + ", notBefore=" + least;
        return "HedgingPolicy[" + when + ", maxHedges=" + maxHedges + "]";
    }
}
