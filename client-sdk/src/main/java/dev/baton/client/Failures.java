package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What this client says of a call that it ends itself: why, whether it may have run, and what to do. Immutable. */
final class Failures {
    private final ClientConfig config;
    private final Supplier<String> nameTrouble;

    /**
     * Speaks of a client with these settings.
     *
     * @param nameTrouble why a broker's name has no address; empty if all have one
     */
    Failures(ClientConfig config, Supplier<String> nameTrouble) {
        this.config = config;
        this.nameTrouble = nameTrouble;
    }

    private String noConnection() {
        String why = nameTrouble.get();
        return "no connection to " + config.brokersText() + (why.isEmpty() ? "" : ", because " + why);
    }

    Outcome.Failure deadlineExceeded(PendingCall call, boolean sent, Unsent whyUnsent) {
        long timeoutMillis = TimeUnit.NANOSECONDS.toMillis(call.timeoutNanos());
        return sent
                ? Outcome.Failure.local(
                        StatusCode.DEADLINE_EXCEEDED,
                        "no reply within " + timeoutMillis
                                + " ms, the handler may have run; give the call more time, or look for slow or"
                                + " missing workers",
                        Executed.MAYBE)
                : Outcome.Failure.local(
                        StatusCode.DEADLINE_EXCEEDED,
                        "never sent within " + timeoutMillis + " ms, because " + because(whyUnsent),
                        Executed.NO);
    }

    private String because(Unsent why) {
        return switch (why) {
            case NO_CONNECTION -> "there was " + noConnection() + "; is a broker running there?";
            case WINDOW_FULL ->
                config.maxInFlight()
                        + " calls (maxInFlight) were waiting for replies; call less at once or raise maxInFlight";
            case SOCKET_FULL ->
                config.brokersText()
                        + " did not take what was sent before, so that this client's buffers are full; send less or"
                        + " smaller requests at once, or look for a broker or network that stands still";
            case NOT_REACHED ->
                "this client did not come to it; give the call more time, or look for a process that stood still or"
                        + " has too little processor time";
        };
    }

    /** A deadline is a deadline, but the caller may as well know that the handler ran. */
    Outcome.Failure lateResult(PendingCall call, Reply reply) {
        return new Outcome.Failure(
                StatusCode.DEADLINE_EXCEEDED,
                "the result came just after the " + TimeUnit.NANOSECONDS.toMillis(call.timeoutNanos())
                        + " ms that the call had; give it more time",
                Executed.YES,
                0,
                List.of(),
                reply.header().workerId(),
                null);
    }

    Outcome.Failure noTimeLeft() {
        return Outcome.Failure.local(
                StatusCode.DEADLINE_EXCEEDED, "the call had no time left when it began; it was not sent", Executed.NO);
    }

    Outcome.Failure connectionLost(String endpoint) {
        return Outcome.Failure.local(
                StatusCode.UNAVAILABLE,
                "the connection to " + endpoint
                        + " was lost before the reply came, the handler may have run; call again if it may run twice,"
                        + " and look for a reply larger than "
                        + config.socketSettings().maxMessageBytes()
                        + " bytes (maxMessageBytes) if it happens each time",
                Executed.MAYBE);
    }

    Outcome.Failure notConnected() {
        return Outcome.Failure.local(
                StatusCode.UNAVAILABLE,
                noConnection() + " and the call was not to wait for one (failFast); is a broker running there?",
                Executed.NO);
    }

    Outcome.Failure queueFull() {
        return Outcome.Failure.local(
                StatusCode.RESOURCE_EXHAUSTED,
                config.maxQueued() + " calls (maxQueued) of this client wait to be sent to " + config.brokersText()
                        + "; call less at once, or look for a broker that is down or slow",
                Executed.NO);
    }

    Outcome.Failure tooLarge(long bytes) {
        return Outcome.Failure.local(
                StatusCode.INVALID_ARGUMENT,
                "the request has " + bytes + " bytes, the largest that may be sent has "
                        + config.socketSettings().maxMessageBytes()
                        + " (maxMessageBytes); send less, or raise the limit here and at the broker",
                Executed.NO);
    }

    Outcome.Failure taken(String why, boolean sent) {
        return Outcome.Failure.local(StatusCode.CANCELLED, why, sent ? Executed.MAYBE : Executed.NO);
    }

    static Outcome.Failure closed(StatusCode status, String why, boolean sent) {
        return Outcome.Failure.local(status, why, sent ? Executed.MAYBE : Executed.NO);
    }

    Outcome.Failure unreadableReply(String why) {
        return Outcome.Failure.local(
                StatusCode.INTERNAL,
                "the reply could not be read (" + why + "); do client and broker have the same version?",
                Executed.MAYBE);
    }

    /** Something of a stream is missing: better to say so than to pass on what is left. */
    static Outcome.Failure incomplete(long received, long next, String workerId) {
        return ofStream(
                StatusCode.DATA_LOSS,
                "reply " + (received + 1) + " of the stream is missing: after " + received + " came " + next
                        + "; look for what lost it, and call again if it may run twice",
                workerId);
    }

    /** A stream goes beyond what was granted. */
    static Outcome.Failure unasked(long granted, String workerId) {
        return ofStream(
                StatusCode.INTERNAL,
                "more replies of the stream came than the " + granted
                        + " that were asked for; do client, broker and worker have the same version?",
                workerId);
    }

    private static Outcome.Failure ofStream(StatusCode status, String message, String workerId) {
        return new Outcome.Failure(status, message, Executed.YES, 0, List.of(), workerId, null);
    }

    /** A reply of a stream is of another type than the caller expects. */
    static Outcome.Failure unexpectedType(Payload payload, Throwable cause) {
        return new Outcome.Failure(
                StatusCode.INTERNAL,
                "a reply of the stream, of " + payload.size()
                        + " bytes, does not parse as the type that was asked for (" + cause.getMessage()
                        + "); do client and worker use the same .proto?",
                Executed.YES,
                0,
                List.of(),
                "",
                cause);
    }

    /** The handler ran and answered; what it answered is of another type than the caller expects. */
    static Outcome.Failure unexpectedType(Reply reply, Throwable cause) {
        return new Outcome.Failure(
                StatusCode.INTERNAL,
                "the reply does not parse as the type that was asked for (" + cause.getMessage()
                        + "); do client and worker use the same .proto?",
                Executed.YES,
                0,
                List.of(),
                reply.header().workerId(),
                cause);
    }
}
