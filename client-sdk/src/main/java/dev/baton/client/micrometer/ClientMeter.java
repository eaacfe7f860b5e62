package dev.baton.client.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.List;

/** The meters of a client. All tags have few values. */
public enum ClientMeter {
    /** Calls. */
    CALLS(
            "baton.client.calls",
            Meter.Type.TIMER,
            "seconds",
            "Calls from their beginning to their end, by method and by status; beyond 256 methods the rest is"
                    + " \"other\"",
            "method",
            "status"),
    /** Further attempts. */
    RETRIES(
            "baton.client.retries",
            Meter.Type.COUNTER,
            "attempts",
            "Attempts beyond a call's first one, by the status of the one before; HEDGE for those of calls that took long",
            "reason"),
    /** Further attempts that were not made. */
    RETRIES_WITHHELD(
            "baton.client.retries.withheld",
            Meter.Type.COUNTER,
            "attempts",
            "Attempts that were not made because the client's retry budget was used up"),
    /** Circuit breakers that changed their state. */
    BREAKER_CHANGES(
            "baton.client.breaker.changes",
            Meter.Type.COUNTER,
            "changes",
            "Changes of methods' circuit breakers, by the new state: OPEN, HALF_OPEN, CLOSED",
            "method",
            "state"),
    /** Calls on their way. */
    INFLIGHT(
            "baton.client.inflight",
            Meter.Type.GAUGE,
            "calls",
            "Calls that are sent and unanswered, of all clients with this registry"),
    /** What was thrown away. */
    DROPPED(
            "baton.client.dropped",
            Meter.Type.COUNTER,
            "messages",
            "Messages from brokers that were thrown away",
            "reason");

    private final String meterName;
    private final Meter.Type type;
    private final String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> tagKeys;

    ClientMeter(String meterName, Meter.Type type, String unit, String description, String... tagKeys) {
        this.meterName = meterName;
        this.type = type;
        this.unit = unit;
        this.description = description;
        this.tagKeys = List.of(tagKeys);
    }

    /** Its name in Micrometer's notation. */
    public String meterName() {
        return meterName;
    }

    /** Timer, counter or gauge. */
    public Meter.Type type() {
        return type;
    }

    /** What it counts in. */
    public String unit() {
        return unit;
    }

    /** What it says, in a line. */
    public String description() {
        return description;
    }

    /** The keys of its tags. */
    public List<String> tagKeys() {
        return tagKeys;
    }
}
