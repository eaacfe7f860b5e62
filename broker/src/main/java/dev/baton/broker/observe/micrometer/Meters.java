package dev.baton.broker.observe.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes meters as {@link BrokerMeter} describes them. The unit is not handed to Micrometer: Prometheus would add it to the names, such as
 * {@code baton_broker_queue_depth_requests}.
 */
final class Meters {
    /**
     * Where a timer's buckets end: a percentile that Prometheus works out of them is off by half a step at most. They cost 30 ns for each
     * request, and unlike percentiles that are worked out here they can be added up over several brokers.
     */
    private static final Duration[] BUCKETS = Stream.of(
                    "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5",
                    "5", "10", "30")
            .map(seconds -> Duration.parse("PT" + seconds + "S"))
            .toArray(Duration[]::new);

    private Meters() {}

    static Timer.Builder timer(BrokerMeter meter, String... tagValues) {
        return Timer.builder(meter.meterName())
                .description(meter.description())
                .serviceLevelObjectives(BUCKETS)
                .tags(tags(meter, tagValues));
    }

    static Counter counter(MeterRegistry registry, BrokerMeter meter, String... tagValues) {
        return Counter.builder(meter.meterName())
                .description(meter.description())
                .tags(tags(meter, tagValues))
                .register(registry);
    }

    /** A counter for each reason that there is: all are there from the start with 0, so that a rate sees the first one. */
    static <E extends Enum<E>> Map<E, Counter> counters(MeterRegistry registry, BrokerMeter meter, Class<E> reasons) {
        Map<E, Counter> counters = new EnumMap<>(reasons);
        for (E reason : reasons.getEnumConstants()) {
            counters.put(reason, counter(registry, meter, tagValue(reason)));
        }
        return counters;
    }

    static Tags tags(BrokerMeter meter, String... values) {
        List<String> keys = meter.tagKeys();
        if (keys.size() != values.length) {
            throw new IllegalArgumentException(meter + ": " + values.length + " tag values (expected: " + keys + ")");
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            tags = tags.and(keys.get(i), values[i]);
        }
        return tags;
    }

    static String tagValue(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
