package dev.baton.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What those who were not let in cost those who were.
 *
 * @param rate calls a second that were due
 * @param rounds each alone first, then beside outsiders
 * @param alone the median of the rounds
 * @param beside the same
 * @param p99Ratio the median of the rounds' ratios: how many times as long the 99th percentile is beside outsiders
 * @param attempts how often an outsider came
 * @param served how often one was told anything
 * @param auth what the broker counted: connections by outcome
 */
record OutsidersResult(
        double rate,
        List<Round> rounds,
        Stretch alone,
        Stretch beside,
        double p99Ratio,
        long attempts,
        long served,
        Map<String, Long> auth) {

    /**
     * The load for some seconds.
     *
     * @param ok calls that ended with OK
     * @param failed calls that did not
     * @param p50Millis of the first
     * @param p99Millis of the first
     */
    record Stretch(
            long ok,
            long failed,
            @JsonProperty("p50_ms") double p50Millis,
            @JsonProperty("p99_ms") double p99Millis) {
        private static Stretch median(List<Stretch> parts) {
            return new Stretch(
                    parts.stream().mapToLong(Stretch::ok).sum(),
                    parts.stream().mapToLong(Stretch::failed).sum(),
                    Median.of(parts, Stretch::p50Millis),
                    Median.of(parts, Stretch::p99Millis));
        }
    }

    /** The same load without and with outsiders. */
    record Round(Stretch alone, Stretch beside) {}

    static OutsidersResult of(double rate, List<Round> rounds, long attempts, long served, Map<String, Long> auth) {
        return new OutsidersResult(
                rate,
                List.copyOf(rounds),
                Stretch.median(rounds.stream().map(Round::alone).toList()),
                Stretch.median(rounds.stream().map(Round::beside).toList()),
                RoundReport.rounded(Median.of(rounds, OutsidersResult::p99Ratio)),
                attempts,
                served,
                auth);
    }

    private static double p99Ratio(Round round) {
        return round.beside().p99Millis() / Math.max(1e-3, round.alone().p99Millis());
    }

    @JsonIgnore
    boolean isGood() {
        return served == 0 && alone.failed() + beside.failed() == 0 && alone.ok() > 0 && beside.ok() > 0;
    }
}
