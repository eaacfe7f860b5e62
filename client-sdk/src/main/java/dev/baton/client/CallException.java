package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one exception for a call that did not succeed, whether a handler, the broker or this client says so. Its message tells what to do.
 *
 * <pre>{@code
 * try {
 *     labels.buy(parcel);
 * } catch (CallException e) {
 *     switch (e.executed()) {
 *         case NO -> again(parcel);       // no handler saw it: safe, whatever the method does
 *         case YES -> refused(e.status()); // the handler said no
 *         case MAYBE -> lookFirst(parcel); // it may have run
 *     }
 * }
 * }</pre>
 */
public final class CallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Outcome.Failure failure;
    private final String method;
    private final long requestId;

    private CallException(String method, long requestId, Outcome.Failure failure, boolean withStackTrace) {
        super(text(method, requestId, failure), failure.cause(), false, withStackTrace);
        this.failure = failure;
        this.method = method;
        this.requestId = requestId;
    }

    /** For a caller that waits: with its stack trace. */
    static CallException here(String method, long requestId, Outcome.Failure failure) {
        return new CallException(method, requestId, failure, true);
    }

    /** For a future: the stack of the thread that ends it would say nothing about the caller and cost more than the call. */
    static CallException forFuture(String method, long requestId, Outcome.Failure failure) {
        return new CallException(method, requestId, failure, false);
    }

    /** The same for whoever hears of it now. */
    CallException again() {
        return new CallException(method, requestId, failure, true);
    }

    /** What a future ended with, whatever it is. */
    static CallException of(String method, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CallException known) {
            return known;
        }
        StatusCode status = cause instanceof CancellationException ? StatusCode.CANCELLED : StatusCode.UNKNOWN;
        return forFuture(
                method, 0, new Outcome.Failure(status, String.valueOf(cause), Executed.MAYBE, 0, List.of(), "", cause));
    }

    private static String text(String method, long requestId, Outcome.Failure failure) {
        String why = failure.message().isEmpty() ? "no reason was given" : failure.message();
        String who = failure.workerId().isEmpty() ? "" : ", worker " + failure.workerId();
        return failure.status() + ": " + why + " (" + method + ", request " + Long.toHexString(requestId) + who + ")";
    }

    /** How it ended; never OK. */
    public StatusCode status() {
        return failure.status();
    }

    /** Whether a handler saw the request. After NO it may safely be sent again, whatever it does. */
    public Executed executed() {
        return failure.executed();
    }

    /** When to try again, where whoever refused it has said so. */
    public Optional<Duration> retryAfter() {
        long micros = failure.retryAfterMicros();
        return micros > 0 ? Optional.of(Duration.ofNanos(micros * 1000)) : Optional.empty();
    }

    /** Encoded {@code google.protobuf.Any} messages of whoever answered. */
    public List<Payload> details() {
        return failure.details();
    }

    /** The worker that answered; empty if none did. */
    public String workerId() {
        return failure.workerId();
    }

    /** The id that the request had on the wire; in hexadecimal in messages and logs. */
    public long requestId() {
        return requestId;
    }
}
