package dev.baton.cli.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What hostile peers did to a load.
 *
 * @param rate calls a second that were due
 * @param phases before, during and after
 * @param goodput calls that ended with OK in each second during the abuse, as a share of those before
 * @param descriptorsBack whether the broker has as many open files afterwards as before, or nearly
 * @param memoryBack whether the broker takes no more than 10 MB more than before
 * @param strikes how often each kind of peer has struck
 */
record AbuseResult(
        double rate,
        List<Phase> phases,
        double goodput,
        boolean descriptorsBack,
        boolean memoryBack,
        Map<String, Long> strikes) {
    /** What counts as unharmed. */
    static final double GOODPUT_MIN = 0.9;

    /**
     * One stretch of time.
     *
     * @param name before, during, after
     * @param seconds how long
     * @param ok calls that ended with OK
     * @param failed calls that did not
     * @param perSecond of the first, in each second
     * @param p50Millis of the first
     * @param p99Millis of the first
     * @param brokerMegabytes of memory, the most that was seen in this time; 0: the system does not tell
     * @param brokerDescriptors open files, the most that was seen; afterwards: at the end
     */
    record Phase(
            String name,
            double seconds,
            long ok,
            long failed,
            double perSecond,
            @JsonProperty("p50_ms") double p50Millis,
            @JsonProperty("p99_ms") double p99Millis,
            @JsonProperty("broker_mb") long brokerMegabytes,
            long brokerDescriptors) {}

    @JsonIgnore
    boolean isGood() {
        return goodput >= GOODPUT_MIN && descriptorsBack;
    }
}
