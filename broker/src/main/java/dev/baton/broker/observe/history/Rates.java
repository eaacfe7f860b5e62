package dev.baton.broker.observe.history;

/**
 * The last seconds, as one figure each. Immutable.
 *
 * @param requestsPerSecond replies of all kinds
 * @param errorsPerSecond those that were not OK
 * @param handBacksPerSecond requests that workers returned
 * @param p50Micros half of the accepted ones took at most this long; -1: there were none
 * @param p99Micros the same for 99 of 100
 */
public record Rates(
        double requestsPerSecond, double errorsPerSecond, double handBacksPerSecond, long p50Micros, long p99Micros) {
    static final Rates NONE = new Rates(0, 0, 0, -1, -1);
}
