package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.baton.client.observe.CallTracer;
import dev.baton.client.observe.DropReason;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.RequestHeader;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Calls for the tests, and what became of them. */
final class TestCalls {
    static final String METHOD = "test.Text/Echo";

    private TestCalls() {}

    static PendingCall due(long requestId, long deadlineNanos) {
        return due(requestId, deadlineNanos, CallOptions.defaults());
    }

    static PendingCall due(long requestId, long deadlineNanos, CallOptions options) {
        return new SyncCall(requestId, plan(0, deadlineNanos, options), request(requestId));
    }

    static CallPlan plan(long startNanos, long deadlineNanos, CallOptions options) {
        return new CallPlan(
                METHOD, Payload.empty(), options, startNanos, deadlineNanos, CallTracer.CallTrace.NONE, List.of());
    }

    static EncodedRequest request(long requestId) {
        return EncodedRequest.of(header(requestId, 1000), Payload.empty(), 0);
    }

    static RequestHeader header(long requestId, long remainingMicros) {
        return RequestHeader.call(
                requestId, METHOD, remainingMicros, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of());
    }

    static ClientConfig config(List<BrokerAddress> brokers, NameResolver resolver, SocketSettings settings) {
        return new ClientConfig(
                brokers,
                resolver,
                Duration.ofSeconds(30),
                "test",
                Duration.ofSeconds(30),
                Duration.ofMillis(50),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                1,
                1,
                settings,
                Runnable::run,
                RetryPolicy.defaults(),
                ClientFeatures.NONE);
    }

    /** How this future failed, once it has. */
    static CallException failureOf(CompletableFuture<?> future) {
        ExecutionException end = catchThrowableOfType(
                ExecutionException.class, () -> future.get(ScriptedBroker.LONG.toSeconds(), TimeUnit.SECONDS));
        assertThat(end).hasCauseInstanceOf(CallException.class);
        return (CallException) end.getCause();
    }

    /** How this call, which waits, failed. */
    static CallException failureOf(ThrowingCallable call) {
        CallException failure = catchThrowableOfType(CallException.class, call);
        assertThat(failure).as("what was thrown").isNotNull();
        return failure;
    }

    static int dropped(MeterRegistry registry, DropReason reason) {
        return (int) registry.get("baton.client.dropped")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .counter()
                .count();
    }

    static int inFlight(MeterRegistry registry) {
        return (int) registry.get("baton.client.inflight").gauge().value();
    }
}
