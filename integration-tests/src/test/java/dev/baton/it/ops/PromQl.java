package dev.baton.it.ops;

import dev.baton.broker.observe.micrometer.BrokerMeter;

/** The names that Prometheus gives the broker's meters. A meter that is renamed or dropped takes its queries along, or does not compile. */
final class PromQl {
    private PromQl() {}

    /** A gauge as it is, a counter with {@code _total}, a timer with {@code _seconds}, to which one of its parts is to be added. */
    static String name(BrokerMeter meter) {
        String base = meter.meterName().replace('.', '_');
        return switch (meter.kind()) {
            case GAUGE -> base;
            case COUNTER -> base + "_total";
            case TIMER -> base + "_seconds";
        };
    }

    static String count(BrokerMeter timer) {
        return name(timer) + "_count";
    }

    static String sum(BrokerMeter timer) {
        return name(timer) + "_sum";
    }

    static String bucket(BrokerMeter timer) {
        return name(timer) + "_bucket";
    }
}
