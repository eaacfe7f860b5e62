package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.RequestHeader;
import java.util.Map;

/** Calls for the tests of the client's parts. */
final class TestCalls {
    static final String METHOD = "test.Text/Echo";

    private TestCalls() {}

    static PendingCall due(long requestId, long deadlineNanos) {
        return call(new PendingCall.Spec(requestId, METHOD, 0, deadlineNanos, false));
    }

    static PendingCall call(PendingCall.Spec spec) {
        return new SyncCall(spec, request(spec.requestId()), ClientObserver.NONE);
    }

    static EncodedRequest request(long requestId) {
        return EncodedRequest.of(header(requestId, 1000), Payload.empty(), 0);
    }

    static RequestHeader header(long requestId, long remainingMicros) {
        return RequestHeader.call(
                requestId, METHOD, remainingMicros, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of());
    }
}
