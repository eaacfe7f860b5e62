package dev.baton.worker;

import dev.baton.wire.Frames;
import dev.baton.wire.Payload;
import dev.baton.wire.RequestHeader;
import dev.baton.worker.admission.MethodLimits.Limit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request from its arrival to the sending of its reply. Thread-safe; only its cancellation changes. Two of them are equal only if they are the same. */
final class HeldRequest {
    private final BrokerLink broker;
    private final LinkState link;
    private final int generation;
    private final long receivedNanos;
    private final long token;
    private final byte[][] envelope;
    private final RequestHeader header;
    private final Payload payload;
    private final boolean foreign;
    private final @Nullable Outcome refusal;
    private final @Nullable ReplyFlow flow;
    private @Nullable Limit<HeldRequest> place;
    private final Cancellation cancellation = new Cancellation();

    /** What is to be answered without asking a handler has a refusal. */
    HeldRequest(Arrival arrival, long token, byte[][] envelope, Body body) {
        this.broker = arrival.broker();
        this.link = arrival.link();
        this.generation = arrival.generation();
        this.receivedNanos = arrival.nanos();
        this.token = token;
        this.envelope = envelope;
        this.header = body.header();
        this.payload = body.payload();
        this.foreign = body.foreign();
        this.refusal = body.refusal();
        this.flow = header.credit().replies() > 0 ? new ReplyFlow(header.credit()) : null;
    }

    /** Where it came from, and its reply goes. */
    BrokerLink broker() {
        return broker;
    }

    /** It has one of the places of its method from now on. */
    void takePlace(@Nullable Limit<HeldRequest> limit) {
        place = limit;
    }

    /** Gives back the place, if it has one. */
    void leavePlace() {
        Limit<HeldRequest> taken = place;
        if (taken != null) {
            place = null;
            taken.release();
        }
    }

    long token() {
        return token;
    }

    /** The frames before the delimiter: token, identities. Not to be written to. */
    byte[][] envelope() {
        return envelope;
    }

    /** The beginning of each reply: the envelope and the delimiter. */
    Frames replyEnvelope() {
        return new Frames().addAll(envelope, 0, envelope.length).add(Frames.DELIMITER);
    }

    RequestHeader header() {
        return header;
    }

    Payload payload() {
        return payload;
    }

    /** Whether it came without a header, and cannot count its hops. */
    boolean isForeign() {
        return foreign;
    }

    @Nullable
    Outcome refusal() {
        return refusal;
    }

    /** The stream that its caller wants; null: it wants one reply. */
    @Nullable
    ReplyFlow flow() {
        return flow;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    long receivedNanos() {
        return receivedNanos;
    }

    /** Whether the connection that it came by is gone, so that nobody waits for the reply there. */
    boolean isOrphaned() {
        return link.isLost(generation);
    }

    /** Nanoseconds until the deadline; 0 or less: it has passed. Very many where there is none. */
    long remainingNanos(long nowNanos) {
        long micros = header.remainingMicros();
        return micros == 0 ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.toNanos(micros) - (nowNanos - receivedNanos);
    }

    /** How a message came: from which broker, by which connection, and when. */
    record Arrival(BrokerLink broker, LinkState link, int generation, long nanos) {}

    /** What follows the delimiter. */
    record Body(
            RequestHeader header,
            Payload payload,
            boolean foreign,
            @Nullable Outcome refusal) {}
}
