package dev.baton.broker.queue;

import dev.baton.wire.Idempotency;
import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import org.jspecify.annotations.Nullable;

/** Puts a request together as it comes. Broker thread only. */
public final class BrokerRequestBuilder {
    final Identity client;
    final byte[][] envelope;
    final byte[][] content;
    boolean foreign;
    String service = "";
    String method = "";
    long requestId;
    Idempotency idempotency = Idempotency.UNKNOWN;
    Priority priority = Priority.NORMAL;
    boolean failFast;
    int attempt = 1;
    long queuedMicrosBefore;
    boolean bringsDeadline;
    long arrivedNanos;
    long deadlineNanos;

    @Nullable
    RequestStream stream;

    String caller = "";

    @Nullable
    ClientAccount account;

    BrokerRequestBuilder(byte[][] envelope, byte[][] content) {
        this.client = Identity.of(envelope[0]);
        this.envelope = envelope;
        this.content = content;
    }

    /** It has no header. */
    public BrokerRequestBuilder foreign() {
        foreign = true;
        return this;
    }

    /** What it calls, of which service, and the client's number for it. */
    public BrokerRequestBuilder call(String ofService, String name, long id) {
        service = ofService;
        method = name;
        requestId = id;
        return this;
    }

    /** How it may be treated. */
    public BrokerRequestBuilder treatment(Idempotency level, Priority rank, boolean mayNotWait) {
        idempotency = level;
        priority = rank;
        failFast = mayNotWait;
        return this;
    }

    /** What it has been through before it came here. */
    public BrokerRequestBuilder history(int attempts, long queuedMicros) {
        attempt = attempts;
        queuedMicrosBefore = queuedMicros;
        return this;
    }

    /** When it came, and until when its reply is wanted; whether it said so itself or the broker's default applies. */
    public BrokerRequestBuilder times(long arrived, long deadline, boolean ownDeadline) {
        arrivedNanos = arrived;
        deadlineNanos = deadline;
        bringsDeadline = ownDeadline;
        return this;
    }

    /**
     * It wants a stream of replies.
     *
     * @param window how many replies the client takes before it grants more; 0: it wants one reply
     * @param windowBytes the same in bytes; 0: no bound
     * @param lead how many replies a worker may send before one of them was passed on, whatever the client takes
     * @param leadBytes the same in bytes
     */
    public BrokerRequestBuilder stream(long window, long windowBytes, long lead, long leadBytes) {
        stream = window == 0 ? null : new RequestStream(window, windowBytes, lead, leadBytes);
        return this;
    }

    /** Whose key its client has, and what he has waiting in the pool that it is for; null: no pool is for it. */
    public BrokerRequestBuilder caller(String name, @Nullable ClientAccount ofName) {
        caller = name;
        account = ofName;
        return this;
    }

    /** The request. */
    public BrokerRequest build() {
        return new BrokerRequest(this);
    }
}
