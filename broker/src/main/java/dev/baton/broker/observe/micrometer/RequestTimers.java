package dev.baton.broker.observe.micrometer;

import dev.baton.wire.StatusCode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The timers of {@link BrokerMeter#REQUESTS}, one per service and status. Looking a timer up in a registry costs some hundred nanoseconds and
 * garbage, because the tags are built anew; so each is looked up once and then found by a map of services and an array of statuses.
 *
 * <p>Broker thread only.
 */
final class RequestTimers {
    static final String OTHER = "other";

    private final MeterRegistry registry;
    private final int maxServices;
    private final Map<String, Row> rows = new HashMap<>();
    private final Row other;

    RequestTimers(MeterRegistry registry, int maxServices) {
        this.registry = registry;
        this.maxServices = maxServices;
        this.other = new Row(OTHER);
        rows.put(OTHER, other);
    }

    Timer timer(String service, StatusCode status) {
        Row row = rows.get(service);
        if (row == null) {
            row = add(service);
        }
        return row.timer(status);
    }

    private Row add(String service) {
        if (rows.size() > maxServices) {
            return other;
        }
        Row row = new Row(service);
        rows.put(service, row);
        return row;
    }

    private final class Row {
        private final String service;
        private final @Nullable Timer[] byStatus = new @Nullable Timer[StatusCode.values().length];

        Row(String service) {
            this.service = service;
        }

        Timer timer(StatusCode status) {
            Timer timer = byStatus[status.number()];
            if (timer == null) {
                timer = Meters.timer(BrokerMeter.REQUESTS, service, Meters.tagValue(status))
                        .register(registry);
                byStatus[status.number()] = timer;
            }
            return timer;
        }
    }
}
