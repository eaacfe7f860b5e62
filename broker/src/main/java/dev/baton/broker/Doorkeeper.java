package dev.baton.broker;

import dev.baton.broker.observe.RejectReason;
import dev.baton.wire.Identity;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a client may send, decided before anything of it is kept. Without a rate two numbers are compared for each request; with one, the client is
 * looked up. A client is whoever has a name, whatever the number of its connections, and otherwise one connection. Broker thread only.
 */
final class Doorkeeper {
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<Identity, Budget> budgets = new HashMap<>();
    /** Kept when the last connection has gone, or else a new one would come with a new budget. There are no more than the list has had names. */
    private final Map<String, Budget> namedBudgets = new HashMap<>();

    private PeerLimits limits;

    Doorkeeper(PeerLimits limits) {
        this.limits = limits;
    }

    /** From now on. */
    void apply(PeerLimits changed) {
        limits = changed;
        budgets.clear();
        namedBudgets.clear();
    }

    /** A connection has gone. */
    void forget(Identity client) {
        budgets.remove(client);
    }

    /**
     * What is wrong with a request; null: nothing.
     *
     * @param name that its key proves; empty: none
     * @param headerBytes of the header, without the payload in it
     */
    @Nullable
    RejectReason objection(
            Identity client, String name, byte[][] envelope, byte[][] content, int headerBytes, long nowNanos) {
        if (envelope.length > limits.maxEnvelope()) {
            return RejectReason.ENVELOPE_TOO_DEEP;
        }
        if (headerBytes > limits.maxHeaderBytes()) {
            return RejectReason.HEADER_TOO_LARGE;
        }
        if (limits.requestsPerSecond() == 0 && limits.bytesPerSecond() == 0) {
            return null;
        }
        return budget(client, name, nowNanos).take(limits, bytes(content), nowNanos);
    }

    private Budget budget(Identity client, String name, long nowNanos) {
        return name.isEmpty()
                ? budgets.computeIfAbsent(client, key -> new Budget(limits, nowNanos))
                : namedBudgets.computeIfAbsent(name, key -> new Budget(limits, nowNanos));
    }

    private static long bytes(byte[][] content) {
        long bytes = 0;
        for (byte[] frame : content) {
            bytes += frame.length;
        }
        return bytes;
    }

    /** After what time a client that was over its rate may try again. */
    static long retryAfterNanos() {
        return SECOND_NANOS / 10;
    }

    /** What is said to the client. */
    String explain(RejectReason reason) {
        return switch (reason) {
            case ENVELOPE_TOO_DEEP ->
                "the request's envelope has too many frames (expected: at most " + limits.maxEnvelope() + ")";
            case HEADER_TOO_LARGE ->
                "the request's header is too large (expected: at most " + limits.maxHeaderBytes()
                        + " bytes of method and metadata)";
            case CLIENT_RATE ->
                "this client sends too many requests (expected: at most " + limits.requestsPerSecond() + " a second)";
            case CLIENT_BYTES_RATE ->
                "this client sends too much (expected: at most " + limits.bytesPerSecond() + " bytes a second)";
            default -> reason.toString();
        };
    }

    /** Two buckets that fill up with time, each to what one second allows. */
    private static final class Budget {
        private double requests;
        private double bytes;
        private long atNanos;

        Budget(PeerLimits limits, long nowNanos) {
            requests = limits.requestsPerSecond();
            bytes = limits.bytesPerSecond();
            atNanos = nowNanos;
        }

        /** A request that is larger than the whole bucket passes when it is full: it would never pass otherwise. */
        @Nullable
        RejectReason take(PeerLimits limits, long size, long nowNanos) {
            double seconds = (double) (nowNanos - atNanos) / SECOND_NANOS;
            atNanos = nowNanos;
            requests = Math.min(limits.requestsPerSecond(), requests + seconds * limits.requestsPerSecond());
            bytes = Math.min((double) limits.bytesPerSecond(), bytes + seconds * limits.bytesPerSecond());
            if (limits.requestsPerSecond() > 0 && requests < 1) {
                return RejectReason.CLIENT_RATE;
            }
            if (limits.bytesPerSecond() > 0 && bytes < Math.min(size, limits.bytesPerSecond())) {
                return RejectReason.CLIENT_BYTES_RATE;
            }
            requests--;
            bytes -= size;
            return null;
        }
    }
}
