package dev.baton.cli.bench;

import java.time.Duration;

/**
 * What to measure.
 *
 * @param workers how many worker processes
 * @param threads slots of each
 * @param slowdown how many times as long the last worker takes for everything
 * @param load the share of all slots that is busy on average; a slow slot counts for what it does
 * @param duration for how long calls are made in each round
 * @param rounds how many times each system has its turn
 * @param seed what times and work of the calls follow from
 */
record TailSettings(int workers, int threads, double slowdown, double load, Duration duration, int rounds, long seed) {

    double callsPerSecond() {
        double slots = threads * (workers - 1 + 1 / slowdown);
        return load * slots * 1e9 / Work.MEAN_NANOS;
    }

    double slowdownOf(int worker) {
        return worker == workers - 1 ? slowdown : 1;
    }
}
