package dev.baton.client.micrometer;

import dev.baton.client.observe.CallTracer;
import dev.baton.wire.StatusCode;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An observation of each call, {@code baton.client.call}; what a handler for spans puts into its carrier travels with the request. */
public final class MicrometerCallTracer implements CallTracer {
    private static final String NAME = "baton.client.call";

    private final ObservationRegistry registry;

    /** Observations go to this registry. */
    public MicrometerCallTracer(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CallTrace begin(String method, long requestId) {
        SenderContext<Map<String, String>> context = new SenderContext<>(
                (carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.CLIENT);
        Map<String, String> headers = new HashMap<>(4);
        context.setCarrier(headers);
        Observation observation = Observation.createNotStarted(NAME, () -> context, registry)
                .contextualName(method)
                .lowCardinalityKeyValue("rpc.system", "baton")
                .lowCardinalityKeyValue("rpc.method", method)
                .highCardinalityKeyValue("baton.request.id", Long.toHexString(requestId))
                .start();
        return new Trace(observation, headers);
    }

    private record Trace(Observation observation, Map<String, String> headers) implements CallTrace {
        @Override
        public void onRetry(int attempt, StatusCode after) {
            observation
                    .event(Observation.Event.of("baton.retry", "attempt " + attempt + " after " + after))
                    .highCardinalityKeyValue("baton.attempt", Integer.toString(attempt));
        }

        @Override
        public void end(StatusCode status, @Nullable Throwable failure) {
            observation.lowCardinalityKeyValue(KeyValue.of("baton.status", status.name()));
            if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        }
    }
}
