package dev.baton.bench.pool;

/**
 * What one run showed.
 *
 * @param perSecond requests answered in a second
 * @param p50Micros the median round trip
 * @param p99Micros the 99th percentile
 * @param switches context switches of the pool's threads per request
 * @param cpuMicros CPU time of the pool's threads per request
 */
record Figures(double perSecond, double p50Micros, double p99Micros, double switches, double cpuMicros) {}
