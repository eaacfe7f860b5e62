package dev.baton.broker;

import dev.baton.broker.observe.RequestTracer;
import dev.baton.broker.observe.RequestTracer.RequestTrace;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import java.util.IdentityHashMap;
import java.util.Map;

/** The traces of one pool's requests, from admission to end. Without a tracer each call returns at once. Broker thread only. */
final class RequestTraces {
    private final RequestTracer tracer;
    private final boolean on;
    private final IdentityHashMap<BrokerRequest, RequestTrace> open = new IdentityHashMap<>(0);

    RequestTraces(RequestTracer tracer) {
        this.tracer = tracer;
        this.on = tracer != RequestTracer.NONE;
    }

    void onAdmitted(BrokerRequest request) {
        if (on) {
            open.put(request, tracer.begin(request.method(), request.requestId(), metadata(request)));
        }
    }

    private static Map<String, String> metadata(BrokerRequest request) {
        if (request.isForeign()) {
            return Map.of();
        }
        try {
            return WireCodec.metadata(request.content()[0]);
        } catch (MalformedMessageException e) {
            return Map.of(); // what is wrong with it is told by the worker, who reads all of it
        }
    }

    /** The content with the broker's span as the parent of what the worker does. */
    byte[][] onDispatched(BrokerRequest request, byte[][] content) {
        RequestTrace trace = on ? open.get(request) : null;
        if (trace == null) {
            return content;
        }
        Map<String, String> headers = trace.onDispatched(request.attempt(), request.hops());
        if (request.isForeign() || headers.isEmpty()) {
            return content;
        }
        byte[][] traced = content.clone();
        traced[0] = WireCodec.amendMetadata(content[0], headers);
        return traced;
    }

    void onWaitsAgain(BrokerRequest request) {
        RequestTrace trace = on ? open.get(request) : null;
        if (trace != null) {
            trace.onWaitsAgain();
        }
    }

    void onEnded(BrokerRequest request, StatusCode status) {
        RequestTrace trace = on ? open.remove(request) : null;
        if (trace != null) {
            trace.end(status);
        }
    }
}
