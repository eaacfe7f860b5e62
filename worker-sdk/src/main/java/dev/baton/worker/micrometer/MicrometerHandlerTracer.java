package dev.baton.worker.micrometer;

import dev.baton.wire.StatusCode;
import dev.baton.worker.observe.HandlerTracer;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An observation of each run of a handler, {@code baton.worker.handler.run}, which continues the trace that the request's metadata tell of. */
public final class MicrometerHandlerTracer implements HandlerTracer {
    private static final String NAME = "baton.worker.handler.run";

    private final ObservationRegistry registry;

    /** Observations go to this registry. */
    public MicrometerHandlerTracer(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public HandlerTrace begin(String method, long requestId, Map<String, String> metadata) {
        ReceiverContext<Map<String, String>> context = new ReceiverContext<>(
                (carrier, key) -> Objects.requireNonNull(carrier).get(key), Kind.SERVER);
        context.setCarrier(metadata);
        Observation observation = Observation.createNotStarted(NAME, () -> context, registry)
                .contextualName(method)
                .lowCardinalityKeyValue("rpc.system", "baton")
                .lowCardinalityKeyValue("rpc.method", method)
                .highCardinalityKeyValue("baton.request.id", Long.toHexString(requestId))
                .start();
        return new Trace(observation);
    }

    private record Trace(Observation observation) implements HandlerTrace {
        @Override
        public Scope enter() {
            return observation.openScope()::close;
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
