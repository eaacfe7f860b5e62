package dev.baton.cli.chaos;

import java.time.Duration;

/**
 * What to do.
 *
 * @param duration how long calls are made
 * @param seed what the blows and calls follow from
 * @param workers how many worker processes
 * @param threads slots of each
 * @param perSecond calls per second
 */
record ChaosSettings(Duration duration, long seed, int workers, int threads, double perSecond) {}
