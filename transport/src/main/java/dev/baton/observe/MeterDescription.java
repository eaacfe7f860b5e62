package dev.baton.observe;

import java.util.List;

/**
 * What is known about a meter before anything is measured. {@code BrokerMeter} has a constant for each; docs/meters.md is written from them.
 * Immutable.
 */
public interface MeterDescription {
    /** Its name in dots, beginning with {@code baton.}; registries change it to their own convention. */
    String meterName();

    /** What it counts, holds or times. */
    Kind kind();

    /** The base unit in the plural, such as {@code seconds}, {@code bytes}, {@code requests}. */
    String unit();

    /** What it tells, in a sentence. */
    String description();

    /** The keys of its tags. The values of each are bounded; none is ever a client's. */
    List<String> tagKeys();

    /** What kind of number a meter is. */
    enum Kind {
        /** Only ever goes up. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Counts and adds up durations. */
        TIMER
    }
}
