package dev.baton.bench.plan;

import java.util.Random;

/** How the times of an open loop are spread. The same for every peer and round. */
public enum Arrivals {
    /** At equal distances. */
    EVEN,
    /** At exponentially distributed distances. */
    POISSON;

    private static final long SEED = 20_240_517;

    /** The times at which requests are due, in nanoseconds from the start. */
    public long[] nanos(double perSecond, long millis) {
        long[] due = new long[(int) (perSecond * millis / 1000)];
        Random random = new Random(SEED);
        double at = 0;
        for (int i = 0; i < due.length; i++) {
            due[i] = (long) at;
            at += 1e9 / perSecond * (this == EVEN ? 1 : -Math.log(1 - random.nextDouble()));
        }
        return due;
    }
}
