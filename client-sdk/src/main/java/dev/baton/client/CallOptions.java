package dev.baton.client;

import static java.util.Objects.requireNonNull;

import dev.baton.service.MethodDescriptor;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Priority;
import dev.baton.wire.StreamCredit;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one call is to be treated. Immutable; each method returns changed options:
 *
 * <pre>{@code
 * CallOptions options = CallOptions.deadline(Duration.ofSeconds(2)).idempotent();
 * }</pre>
 */
public final class CallOptions {
    private static final StreamCredit DEFAULT_WINDOW = new StreamCredit(64, 4L << 20);
    private static final CallOptions DEFAULTS =
            new CallOptions(null, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of(), null, DEFAULT_WINDOW);

    private final @Nullable Duration timeout;
    private final Idempotency idempotency;
    private final boolean failFast;
    private final Priority priority;
    private final Map<String, String> metadata;
    private final @Nullable RetryPolicy retryPolicy;
    private final StreamCredit window;

    private CallOptions(
            @Nullable Duration timeout,
            Idempotency idempotency,
            boolean failFast,
            Priority priority,
            Map<String, String> metadata,
            @Nullable RetryPolicy retryPolicy,
            StreamCredit window) {
        this.timeout = timeout;
        this.idempotency = idempotency;
        this.failFast = failFast;
        this.priority = priority;
        this.metadata = metadata;
        this.retryPolicy = retryPolicy;
        this.window = window;
    }

    /** The client's default timeout; may not run twice; waits for a connection and a worker; normal priority; no metadata. */
    public static CallOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults with this timeout. */
    public static CallOptions deadline(Duration timeout) {
        return DEFAULTS.timeout(timeout);
    }

    /**
     * How long the caller wants the reply, from the beginning of the call on. With zero or less the call ends with DEADLINE_EXCEEDED at
     * once: convenient for what is left of another deadline.
     */
    public CallOptions timeout(Duration time) {
        return new CallOptions(
                requireNonNull(time, "timeout"), idempotency, failFast, priority, metadata, retryPolicy, window);
    }

    /** Whether the request may run twice. Only then is it run again after a worker that had it was lost. */
    public CallOptions idempotency(Idempotency level) {
        return new CallOptions(
                timeout, requireNonNull(level, "idempotency"), failFast, priority, metadata, retryPolicy, window);
    }

    /** Running the request twice does the same as running it once. */
    public CallOptions idempotent() {
        return idempotency(Idempotency.IDEMPOTENT);
    }

    /** Whether to answer UNAVAILABLE at once if there is no connection to a broker, or no worker, instead of waiting for one. */
    public CallOptions failFast(boolean wanted) {
        return new CallOptions(timeout, idempotency, wanted, priority, metadata, retryPolicy, window);
    }

    /** Which requests go first in the broker's queue. */
    public CallOptions priority(Priority wanted) {
        return new CallOptions(
                timeout, idempotency, failFast, requireNonNull(wanted, "priority"), metadata, retryPolicy, window);
    }

    /** Small named values that travel with the request to the handler. Replaces those given before. */
    public CallOptions metadata(Map<String, String> values) {
        return new CallOptions(timeout, idempotency, failFast, priority, Map.copyOf(values), retryPolicy, window);
    }

    /** Whether and when the call is tried again, instead of what the client does by default. */
    public CallOptions retryPolicy(RetryPolicy policy) {
        return new CallOptions(
                timeout, idempotency, failFast, priority, metadata, requireNonNull(policy, "retryPolicy"), window);
    }

    /** These options, with what they leave open as the other ones have it. Metadata are joined. */
    CallOptions orElse(CallOptions other) {
        Map<String, String> joined = new HashMap<>(other.metadata);
        joined.putAll(metadata);
        return new CallOptions(
                timeout == null ? other.timeout : timeout,
                idempotency == Idempotency.UNKNOWN ? other.idempotency : idempotency,
                failFast || other.failFast,
                priority == Priority.NORMAL ? other.priority : priority,
                Map.copyOf(joined),
                retryPolicy == null ? other.retryPolicy : retryPolicy,
                window.equals(DEFAULT_WINDOW) ? other.window : window);
    }

    /** These options, with what they leave open as the method has it. */
    CallOptions orElse(MethodDescriptor<?, ?> method) {
        CallOptions options = this;
        if (timeout == null && method.timeout().isPresent()) {
            options = options.timeout(method.timeout().get());
        }
        if (idempotency == Idempotency.UNKNOWN && method.idempotency() != Idempotency.UNKNOWN) {
            options = options.idempotency(method.idempotency());
        }
        return options;
    }

    /**
     * How many replies of a stream may be under way to this caller or wait for it here; the worker is never further ahead. Default: 64, which together
     * have 4 MiB at most, or are one. Small ones cost a message each way for every few replies.
     */
    public CallOptions streamWindow(int replies) {
        return streamWindow(replies, window.bytes());
    }

    /**
     * The same with a bound for their bytes. One reply always gets through, however large it is.
     *
     * @param bytes of all of them together, at least 1
     */
    public CallOptions streamWindow(int replies, long bytes) {
        if (replies < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "streamWindow: " + replies + " replies, " + bytes + " bytes (expected: >= 1)");
        }
        return new CallOptions(
                timeout, idempotency, failFast, priority, metadata, retryPolicy, new StreamCredit(replies, bytes));
    }

    /** What a stream may send at first, and has ahead of its caller from then on. */
    StreamCredit streamCredit() {
        return window;
    }

    /** The timeout; empty: the client's default. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Whether it may run twice. */
    public Idempotency idempotency() {
        return idempotency;
    }

    /** Whether it does not wait for a connection or a worker. */
    public boolean failFast() {
        return failFast;
    }

    /** Who goes first. */
    public Priority priority() {
        return priority;
    }

    /** The named values. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** Its own retry policy; empty: the client's. */
    public Optional<RetryPolicy> retryPolicy() {
        return Optional.ofNullable(retryPolicy);
    }

    @Override
    public String toString() {
        return "CallOptions[timeout=" + (timeout == null ? "default" : timeout) + ", idempotency=" + idempotency
                + ", failFast=" + failFast + ", priority=" + priority + ", metadata=" + metadata.keySet() + "]";
    }
}
