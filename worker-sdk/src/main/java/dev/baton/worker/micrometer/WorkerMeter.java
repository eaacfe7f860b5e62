package dev.baton.worker.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.List;

/** The meters of a worker. All tags have few values; none names a client. */
public enum WorkerMeter {
    /** Handlers. */
    HANDLER(
            "baton.worker.handler",
            Meter.Type.TIMER,
            "seconds",
            "Time in the handler, by method and by the status of the reply; methods that the worker does not have are \"unknown\"",
            "method",
            "status"),
    /** Threads by role. */
    THREADS(
            "baton.worker.threads",
            Meter.Type.GAUGE,
            "threads",
            "Threads of the Leader/Followers pool that are leading, processing or following",
            "state"),
    /** Slots in use. */
    BUSY("baton.worker.busy", Meter.Type.GAUGE, "slots", "Slots that are taken"),
    /** Slots. */
    CAPACITY("baton.worker.capacity", Meter.Type.GAUGE, "slots", "Slots that there are"),
    /** Changes of the leader. */
    PROMOTIONS(
            "baton.worker.promotions", Meter.Type.COUNTER, "promotions", "How often another thread became the leader"),
    /** The lead between two leaders. */
    LEADERSHIP_WAIT(
            "baton.worker.leadership.wait",
            Meter.Type.TIMER,
            "seconds",
            "Time during which nobody led between one leader and the next"),
    /** Requests that went back. */
    HANDBACKS("baton.worker.handbacks", Meter.Type.COUNTER, "requests", "Requests handed back to the broker", "reason"),
    /** What was thrown away. */
    DROPPED("baton.worker.dropped", Meter.Type.COUNTER, "messages", "Messages thrown away", "reason"),
    /** Faults. */
    ERRORS(
            "baton.worker.errors",
            Meter.Type.COUNTER,
            "errors",
            "Faults inside the worker itself; it goes on after each");

    private final String meterName;
    private final Meter.Type type;
    private final String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> tagKeys;

    WorkerMeter(String meterName, Meter.Type type, String unit, String description, String... tagKeys) {
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
