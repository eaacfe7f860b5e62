package dev.baton.broker.observe.micrometer;

import dev.baton.observe.MeterDescription;
import java.util.List;

/** What the broker measures. The names are fixed: dashboards and alerts hang on them. */
public enum BrokerMeter implements MeterDescription {
    /** {@link dev.baton.broker.observe.BrokerObserver#onEnded}. */
    REQUESTS(
            "requests",
            Kind.TIMER,
            "seconds",
            "From a request's arrival to its reply, of every request that was accepted. `service` is `other` for names"
                    + " that no worker has announced, and once there are 512.",
            "service",
            "status"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onDispatched}. */
    QUEUE_WAIT(
            "queue.wait", Kind.TIMER, "seconds", "How long requests waited in the queue before they went to a worker."),
    /** Requests in the queue. */
    QUEUE_DEPTH("queue.depth", Kind.GAUGE, "requests", "Requests that wait for a worker.", "pool"),
    /** The bound of the queue. */
    QUEUE_LIMIT("queue.limit", Kind.GAUGE, "requests", "How many requests may wait: `max-queued` of the pool.", "pool"),
    /** Bytes in the queue. */
    QUEUE_BYTES("queue.bytes", Kind.GAUGE, "bytes", "Bytes of the requests that wait for a worker.", "pool"),
    /** Dispatched requests. */
    INFLIGHT("inflight", Kind.GAUGE, "requests", "Requests that are dispatched and not finished.", "pool"),
    /** The window. */
    WINDOW("window", Kind.GAUGE, "requests", "How many requests may be dispatched and unanswered at once.", "pool"),
    /** Connected workers. */
    WORKERS(
            "workers",
            Kind.GAUGE,
            "workers",
            "Workers that the broker knows: those that registered, and plain ZeroMQ peers that are connected.",
            "pool"),
    /** Counted slots. */
    CAPACITY(
            "capacity",
            Kind.GAUGE,
            "slots",
            "The sum of the slots of the workers that count towards the window.",
            "pool"),
    /** The autoscaling signal. */
    DESIRED_WORKERS(
            "baton.pool.desired.workers",
            Kind.GAUGE,
            "workers",
            "How many workers of the present size the load of the last seconds would need, with a quarter of the slots"
                    + " left free: what an autoscaler should follow.",
            "pool"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onPartial}. */
    PARTIALS(
            "partials",
            Kind.COUNTER,
            "messages",
            "Replies of streams, but for their final ones, that went to clients."),
    /** {@link dev.baton.broker.observe.BrokerObserver#onHandBack}. */
    HANDBACKS(
            "handbacks",
            Kind.COUNTER,
            "requests",
            "Requests that a worker returned because it had no free slot.",
            "reason"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onLeaseLost}. */
    LEASES_LOST(
            "leases.lost",
            Kind.COUNTER,
            "requests",
            "Dispatched requests that were lost with their worker, or on the way to it."),
    /** {@link dev.baton.broker.observe.BrokerObserver#onDropped}. */
    DROPPED("dropped", Kind.COUNTER, "messages", "Messages that were thrown away.", "reason"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onRejected}. */
    REJECTED(
            "rejected",
            Kind.COUNTER,
            "requests",
            "Requests that were refused at the door; the caller was told.",
            "reason"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onAuth}. */
    AUTH(
            "auth",
            Kind.COUNTER,
            "connections",
            "Connections where keys are asked for: let in, refused and why, or ended because their key was revoked.",
            "outcome"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onOverrun}. */
    OVERRUNS(
            "overruns",
            Kind.COUNTER,
            "requests",
            "Requests whose deadline passed while a handler ran: the caller was answered, the slot stays taken."),
    /** {@link dev.baton.broker.observe.BrokerObserver#onControlSent}. */
    CONTROL(
            "control",
            Kind.COUNTER,
            "messages",
            "What workers were told over their control channels: to drain, to resume, that requests are cancelled"
                    + " (several in one message), that a stream's client takes more.",
            "kind"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onConnections}. */
    CONNECTIONS("connections", Kind.GAUGE, "connections", "Open connections, on all ports of clients and workers."),
    /** {@link dev.baton.broker.observe.BrokerObserver#onConnectionsRefused}. */
    CONNECTIONS_REFUSED(
            "connections.refused",
            Kind.COUNTER,
            "connections",
            "Connections that were not taken, or not kept because of their handshake; with `no_descriptors`, moments"
                    + " in which none could be taken.",
            "reason"),
    /** {@link SpanCounters#count}. */
    SPANS(
            "spans",
            Kind.COUNTER,
            "spans",
            "Spans of requests, by what became of them; none unless `tracing.otlp-endpoint` is set.",
            "outcome"),
    /** {@link dev.baton.broker.observe.BrokerObserver#onLoopError}. */
    LOOP_ERRORS(
            "loop.errors",
            Kind.COUNTER,
            "errors",
            "Bugs: something was thrown inside the broker's loop, which went on. The log has it.");

    private static final String PREFIX = "baton.broker.";

    private final String meterName;
    private final Kind kind;
    private final String unit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> tagKeys;

    BrokerMeter(String shortName, Kind kind, String unit, String description, String... tagKeys) {
        this.meterName = shortName.startsWith("baton.") ? shortName : PREFIX + shortName;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.tagKeys = List.of(tagKeys);
    }

    @Override
    public String meterName() {
        return meterName;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String unit() {
        return unit;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<String> tagKeys() {
        return tagKeys;
    }
}
