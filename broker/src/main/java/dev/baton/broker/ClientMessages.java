package dev.baton.broker;

import dev.baton.broker.frontend.Frontend;
import dev.baton.broker.frontend.FrontendListener;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.RejectReason;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.BrokerRequestBuilder;
import dev.baton.wire.Executed;
import dev.baton.wire.Identity;
import dev.baton.wire.Protocol;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What clients send: requests go to the room of their pool, or back with the reason why not; what clients take back, and how much of a stream they
 * take, goes to all rooms, because only the one that has it knows it. Broker thread only.
 */
final class ClientMessages implements FrontendListener {
    private static final int NO_POOL = -1;
    private static final byte[] NOBODY = WireCodec.callerField("");

    private final Frontend frontend;
    private final ReplyDesk desk;
    private final List<PoolRoom> pools;
    private final BrokerObserver observer;
    private final @Nullable Callers callers;
    private final ServiceDirectory directory;
    private final Doorkeeper doorkeeper;
    private final Set<Identity> clients = new HashSet<>();
    private final FinishedRequest refused = new FinishedRequest();
    private BrokerConfig config;
    private boolean open = true;
    private long nowNanos;

    ClientMessages(
            Frontend frontend,
            ReplyDesk desk,
            List<PoolRoom> pools,
            BrokerObserver observer,
            @Nullable Callers callers,
            BrokerConfig config) {
        this.frontend = frontend;
        this.desk = desk;
        this.pools = pools;
        this.observer = observer;
        this.callers = callers;
        this.directory = new ServiceDirectory(pools);
        this.doorkeeper = new Doorkeeper(config.peerLimits());
        this.config = config;
    }

    /** Takes in up to so many. */
    int receive(long now, int most) {
        nowNanos = now;
        return frontend.receive(this, most);
    }

    // ---- what holds from now on

    /** Takes over what can change while clients are connected. */
    void apply(BrokerConfig changed) {
        config = changed;
        doorkeeper.apply(changed.peerLimits());
    }

    /** Who is who is looked up again. */
    void keysChanged() {
        if (callers != null) {
            callers.lookAgain();
        }
    }

    /** Refuses every request, because the broker is about to stop. */
    void shut() {
        open = false;
    }

    /** Takes requests again. */
    void reopen() {
        open = true;
    }

    /** How many clients have sent something and are connected. */
    int clients() {
        return clients.size();
    }

    // ---- from the frontend

    @Override
    public void onRequest(byte[][] envelope, byte[][] content, RequestRouting routing) {
        Identity client = Identity.of(envelope[0]);
        clients.add(client);
        switch (routing.kind()) {
            case CALL -> onCall(client, envelope, content, routing);
            case CANCEL -> pools.forEach(pool -> pool.cancel(client, routing.requestId(), nowNanos));
            case CREDIT -> pools.forEach(pool -> pool.credit(client, routing));
            case UNKNOWN ->
                refuseUnsupported(envelope, routing.requestId(), "this broker does not know this kind of request");
        }
    }

    private void onCall(Identity client, byte[][] envelope, byte[][] content, RequestRouting routing) {
        int headerBytes = content[0].length - routing.payloadBytes();
        Callers.Caller caller = callerOf(client);
        RejectReason objection = doorkeeper.objection(client, nameOf(caller), envelope, content, headerBytes, nowNanos);
        if (objection != null) {
            observer.onRejected(objection);
            long retryAfterNanos = isRate(objection) ? Doorkeeper.retryAfterNanos() : 0;
            String message = doorkeeper.explain(objection);
            desk.refuse(envelope, routing.requestId(), statusOf(objection), message, Executed.NO, retryAfterNanos);
            return;
        }
        ServiceDirectory.Route route = directory.find(content[0], routing);
        if (caller != null) {
            content[0] = WireCodec.amendCaller(content[0], caller.field());
        } else if (routing.namesCaller()) {
            content[0] = WireCodec.amendCaller(content[0], NOBODY);
        }
        admit(request(envelope, content, routing, route, caller), route, caller);
    }

    @Override
    public void onForeignRequest(byte[][] envelope, byte[][] content) {
        Identity client = Identity.of(envelope[0]);
        clients.add(client);
        ServiceDirectory.Route route = directory.foreign();
        Callers.Caller caller = callerOf(client);
        BrokerRequestBuilder builder = BrokerRequest.from(envelope, content)
                .foreign()
                .times(nowNanos, nowNanos + config.defaultTimeout().toNanos(), false);
        BrokerRequest request = named(builder, route, caller).build();
        RejectReason objection = doorkeeper.objection(client, nameOf(caller), envelope, content, 0, nowNanos);
        if (objection != null) {
            observer.onRejected(objection);
            desk.refuse(request, statusOf(objection), doorkeeper.explain(objection), Executed.NO, 0);
            return;
        }
        admit(request, route, caller);
    }

    @Override
    public void onOtherVersion(byte[][] envelope, byte[][] content) {
        refuseUnsupported(
                envelope, Protocol.requestIdOf(content[0]), "this broker speaks version 1 of the protocol only (BTN1)");
    }

    @Override
    public void onClientGone(Identity client) {
        clients.remove(client);
        doorkeeper.forget(client);
        if (callers != null) {
            callers.gone(client);
        }
        pools.forEach(pool -> pool.clientGone(client, nowNanos));
    }

    // ---- a request

    /** Who sent the message that was received last; null: no keys are asked for. */
    private Callers.@Nullable Caller callerOf(Identity client) {
        return callers == null ? null : callers.of(client, frontend.lastPeer());
    }

    private static String nameOf(Callers.@Nullable Caller caller) {
        return caller == null ? "" : caller.name();
    }

    private BrokerRequest request(
            byte[][] envelope,
            byte[][] content,
            RequestRouting routing,
            ServiceDirectory.Route route,
            Callers.@Nullable Caller caller) {
        boolean ownDeadline = routing.remainingMicros() > 0;
        long askedNanos = ownDeadline
                ? TimeUnit.MICROSECONDS.toNanos(routing.remainingMicros())
                : config.defaultTimeout().toNanos();
        long remainingNanos = Math.min(askedNanos, config.maxTimeout().toNanos());
        BrokerRequestBuilder builder = BrokerRequest.from(envelope, content)
                .call(route.service(), route.method(), routing.requestId())
                .treatment(routing.idempotency(), routing.priority(), routing.failFast())
                .history(routing.attempt(), routing.queuedMicros())
                .stream(
                        routing.streamCredit(),
                        routing.streamCreditBytes(),
                        config.maxOutboxPerClient(),
                        config.maxOutboxBytesPerClient())
                .times(nowNanos, nowNanos + remainingNanos, ownDeadline && remainingNanos == askedNanos);
        return named(builder, route, caller).build();
    }

    private static BrokerRequestBuilder named(
            BrokerRequestBuilder builder, ServiceDirectory.Route route, Callers.@Nullable Caller caller) {
        if (caller == null) {
            return builder;
        }
        return builder.caller(
                caller.name(),
                route.pool() == null ? null : caller.accounts()[route.pool().index()]);
    }

    private void admit(BrokerRequest request, ServiceDirectory.Route route, Callers.@Nullable Caller caller) {
        if (!open) {
            observer.onRejected(RejectReason.DRAINING);
            refuse(request, StatusCode.UNAVAILABLE, "this broker is about to stop");
        } else if (caller != null && !caller.mayCall(route.service())) {
            refuseForbidden(request, route, caller);
        } else if (route.pool() == null) {
            refuseUnknownService(request, route);
        } else {
            route.pool().admit(request, nowNanos);
        }
    }

    // ---- refusals before any pool

    private static StatusCode statusOf(RejectReason objection) {
        return isRate(objection) ? StatusCode.RESOURCE_EXHAUSTED : StatusCode.INVALID_ARGUMENT;
    }

    private static boolean isRate(RejectReason objection) {
        return objection == RejectReason.CLIENT_RATE || objection == RejectReason.CLIENT_BYTES_RATE;
    }

    private void refuseForbidden(BrokerRequest request, ServiceDirectory.Route route, Callers.Caller caller) {
        observer.onRejected(RejectReason.NOT_ALLOWED);
        String what = request.isForeign() ? "send requests without a header" : "call " + route.service();
        String message = caller.holder() == null
                ? "the key of this client was revoked"
                : caller.name() + " may not " + what + "; the broker's operator can allow it to its key";
        refuse(request, StatusCode.PERMISSION_DENIED, message);
    }

    private void refuseUnknownService(BrokerRequest request, ServiceDirectory.Route route) {
        observer.onRejected(RejectReason.UNKNOWN_SERVICE);
        String message = "no pool serves " + (request.isForeign() ? "requests without a header" : route.service())
                + "; served here: " + directory.served();
        refuse(request, StatusCode.UNIMPLEMENTED, message);
    }

    private void refuse(BrokerRequest request, StatusCode status, String message) {
        observer.onFinished(refused.start(request.client(), request.requestId(), request.method(), NO_POOL)
                .by(request.caller())
                .end(status, message, request.arrivedNanos(), nowNanos));
        desk.refuse(request, status, message, Executed.NO, 0);
    }

    private void refuseUnsupported(byte[][] envelope, long requestId, String message) {
        observer.onRejected(RejectReason.UNSUPPORTED);
        desk.refuse(envelope, requestId, StatusCode.UNIMPLEMENTED, message, Executed.NO, 0);
    }
}
