package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
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
    private final transient List<CallAttempt> earlier;
    private final String method;
    private final long requestId;

    private CallException(
            String method, long requestId, Outcome.Failure failure, List<CallAttempt> earlier, boolean withStackTrace) {
        super(text(method, requestId, failure, earlier), failure.cause(), false, withStackTrace);
        this.failure = failure;
        this.earlier = earlier;
        this.method = method;
        this.requestId = requestId;
    }

    /** For a caller that waits: with its stack trace. */
    static CallException here(String method, long requestId, Outcome.Failure failure) {
        return new CallException(method, requestId, failure, List.of(), true);
    }

    /** For a caller that waits: with its stack trace. */
    static CallException here(CallPlan plan, long requestId, Outcome.Failure failure) {
        return of(plan, requestId, failure, true);
    }

    /** For a future: the stack of the thread that ends it would say nothing about the caller and cost more than the call. */
    static CallException forFuture(String method, long requestId, Outcome.Failure failure) {
        return new CallException(method, requestId, failure, List.of(), false);
    }

    /** For a future: the stack of the thread that ends it would say nothing about the caller and cost more than the call. */
    static CallException forFuture(CallPlan plan, long requestId, Outcome.Failure failure) {
        return of(plan, requestId, failure, false);
    }

    private static CallException of(CallPlan plan, long requestId, Outcome.Failure failure, boolean withStackTrace) {
        Outcome.Failure overall = failure.withExecuted(plan.executed(failure.executed()));
        return new CallException(plan.method(), requestId, overall, plan.earlier(), withStackTrace);
    }

    /** For a future: the call went well, but its reply is not what was expected. */
    static CallException unexpectedType(String method, Reply reply, Throwable cause, List<CallAttempt> earlier) {
        long requestId = reply.header().requestId();
        return new CallException(method, requestId, Failures.unexpectedType(reply, cause), earlier, false);
    }

    /** The same, with what is known of the call as a whole. */
    CallException withExecuted(Executed known) {
        return known == failure.executed()
                ? this
                : new CallException(method, requestId, failure.withExecuted(known), earlier, false);
    }

    /** The same for whoever hears of it now. */
    CallException again() {
        return new CallException(method, requestId, failure, earlier, true);
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

    private static String text(String method, long requestId, Outcome.Failure failure, List<CallAttempt> earlier) {
        String why = failure.message().isEmpty() ? "no reason was given" : failure.message();
        String who = failure.workerId().isEmpty() ? "" : ", worker " + failure.workerId();
        String after = earlier.stream()
                .map(attempt -> attempt.status().name())
                .collect(Collectors.joining(", ", ", attempt " + (earlier.size() + 1) + " after ", ""));
        String request = requestId == 0 ? "" : ", request " + Long.toHexString(requestId); // else it was never made
        return failure.status() + ": " + why + " (" + method + request + who + (earlier.isEmpty() ? "" : after) + ")";
    }

    /** How it ended; never OK. */
    public StatusCode status() {
        return failure.status();
    }

    /** Whether a handler saw the request, in any attempt. After NO it may safely be sent again, whatever it does. */
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

    /** How often the call was tried; more than once only under a {@link RetryPolicy}. The rest of this exception is about the last attempt. */
    public int attempts() {
        return earlier.size() + 1;
    }

    /** The attempts before the last one, oldest first. */
    public List<CallAttempt> earlierAttempts() {
        return earlier;
    }

    /** The id that the request had on the wire, in the last attempt; in hexadecimal in messages and logs. */
    public long requestId() {
        return requestId;
    }
}
