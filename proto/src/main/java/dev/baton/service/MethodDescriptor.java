package dev.baton.service;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.baton.wire.Idempotency;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a method before any call: its name, its messages, whether it may run twice, whether it answers with a stream, and how long
 * its callers wait if they do not say. Generated code has one for each method; by hand it is
 *
 * <pre>{@code
 * static final MethodDescriptor<GetPrice, Price> GET = MethodDescriptor.unary(
 *                 "shop.Prices/Get", GetPrice.parser(), Price.parser())
 *         .withIdempotency(Idempotency.NO_SIDE_EFFECTS)
 *         .withTimeout(Duration.ofSeconds(2));
 *
 * Price price = client.call(GET, request);
 * worker.handle(GET, (context, request) -> prices.of(request));
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <Q> what is asked
 * @param <R> what is answered
 */
public final class MethodDescriptor<Q extends MessageLite, R extends MessageLite> {
    private static final Pattern FULL_NAME = Pattern.compile("[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+");

    private final String fullName;
    private final Parser<Q> requestParser;
    private final Parser<R> replyParser;
    private final boolean serverStreaming;
    private final Idempotency idempotency;
    private final @Nullable Duration timeout;

    private MethodDescriptor(
            String fullName,
            Parser<Q> requestParser,
            Parser<R> replyParser,
            boolean serverStreaming,
            Idempotency idempotency,
            @Nullable Duration timeout) {
        this.fullName = fullName;
        this.requestParser = requestParser;
        this.replyParser = replyParser;
        this.serverStreaming = serverStreaming;
        this.idempotency = idempotency;
        this.timeout = timeout;
    }

    /**
     * A method that answers once. It may not run twice, and has no timeout of its own, until told otherwise.
     *
     * @param fullName {@code package.Service/Method}
     */
    public static <Q extends MessageLite, R extends MessageLite> MethodDescriptor<Q, R> unary(
            String fullName, Parser<Q> requests, Parser<R> replies) {
        return of(fullName, requests, replies, false);
    }

    /**
     * A method that answers with a stream of messages. It may not run twice, and has no timeout of its own, until told otherwise.
     *
     * @param fullName {@code package.Service/Method}
     */
    public static <Q extends MessageLite, R extends MessageLite> MethodDescriptor<Q, R> serverStreaming(
            String fullName, Parser<Q> requests, Parser<R> replies) {
        return of(fullName, requests, replies, true);
    }

    private static <Q extends MessageLite, R extends MessageLite> MethodDescriptor<Q, R> of(
            String fullName, Parser<Q> requests, Parser<R> replies, boolean serverStreaming) {
        if (!FULL_NAME.matcher(requireNonNull(fullName, "fullName")).matches()) {
            throw new IllegalArgumentException("fullName: \"" + fullName + "\" (expected: package.Service/Method)");
        }
        return new MethodDescriptor<>(
                fullName,
                requireNonNull(requests, "requests"),
                requireNonNull(replies, "replies"),
                serverStreaming,
                Idempotency.UNKNOWN,
                null);
    }

    /** The same method, which may run twice or not. Calls take this over unless their options say more. */
    public MethodDescriptor<Q, R> withIdempotency(Idempotency level) {
        return new MethodDescriptor<>(
                fullName, requestParser, replyParser, serverStreaming, requireNonNull(level, "idempotency"), timeout);
    }

    /**
     * The same method with a timeout for the calls whose options have none; it goes before the client's default.
     *
     * @param time more than zero
     */
    public MethodDescriptor<Q, R> withTimeout(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("timeout: " + time + " (expected: more than zero)");
        }
        return new MethodDescriptor<>(fullName, requestParser, replyParser, serverStreaming, idempotency, time);
    }

    /** {@code package.Service/Method}. */
    public String fullName() {
        return fullName;
    }

    /** Reads what is asked. */
    public Parser<Q> requestParser() {
        return requestParser;
    }

    /** Reads what is answered. */
    public Parser<R> replyParser() {
        return replyParser;
    }

    /** Whether it may run twice. */
    public Idempotency idempotency() {
        return idempotency;
    }

    /** How long callers wait who do not say; empty: the client's default. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Whether it answers with a stream of messages. */
    public boolean serverStreaming() {
        return serverStreaming;
    }

    @Override
    public String toString() {
        return fullName + (serverStreaming ? " (stream)" : "");
    }
}
