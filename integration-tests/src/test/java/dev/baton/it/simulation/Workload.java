package dev.baton.it.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The distributions of the balance table, and Poisson arrivals of them. */
enum Workload {
    /** 95 % of 1 ms, 5 % of 50 ms. */
    BIMODAL("95 % 1 ms, 5 % 50 ms", 3_450_000) {
        @Override
        long draw(Random random) {
            return random.nextInt(20) == 0 ? 50_000_000 : 1_000_000;
        }
    },
    /** Exponential with a mean of 5 ms. */
    EXPONENTIAL("exponential, 5 ms", 5_000_000) {
        @Override
        long draw(Random random) {
            return (long) (-Math.log(1 - random.nextDouble()) * 5_000_000);
        }
    };

    /** By then the workers have registered. */
    private static final long FIRST_AFTER_NANOS = 1_000_000;

    final String title;
    final long meanNanos;

    Workload(String title, long meanNanos) {
        this.title = title;
        this.meanNanos = meanNanos;
    }

    abstract long draw(Random random);

    /** So many jobs, arriving as a Poisson stream that keeps this many slots busy. */
    List<Job> arrivals(int count, double busySlots, long seed) {
        Random random = new Random(seed);
        double gapNanos = meanNanos / busySlots;
        List<Job> jobs = new ArrayList<>(count);
        double at = FIRST_AFTER_NANOS;
        for (int i = 0; i < count; i++) {
            at += -Math.log(1 - random.nextDouble()) * gapNanos;
            jobs.add(new Job(i, (long) at, draw(random), true, Long.MAX_VALUE / 4));
        }
        return jobs;
    }
}
