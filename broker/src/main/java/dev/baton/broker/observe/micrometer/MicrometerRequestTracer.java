package dev.baton.broker.observe.micrometer;

import dev.baton.broker.observe.RequestTracer;
import dev.baton.wire.StatusCode;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Three kinds of observations: {@code baton.broker.request} from a request's arrival to its end, and below it {@code baton.broker.queue} for each
 * time that it waits and {@code baton.broker.dispatch} for each worker that has it, which is the parent of what the worker does.
 */
public final class MicrometerRequestTracer implements RequestTracer {
    private final ObservationRegistry registry;

    /** Observations go to this registry. */
    public MicrometerRequestTracer(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public RequestTrace begin(String method, long requestId, Map<String, String> metadata) {
        ReceiverContext<Map<String, String>> context = new ReceiverContext<>(
                (carrier, key) -> Objects.requireNonNull(carrier).get(key), Kind.SERVER);
        context.setCarrier(metadata);
        Observation request = Observation.createNotStarted("baton.broker.request", () -> context, registry)
                .contextualName("broker " + method)
                .lowCardinalityKeyValue("rpc.system", "baton")
                .highCardinalityKeyValue("rpc.method", method)
                .highCardinalityKeyValue("baton.request.id", Long.toHexString(requestId))
                .start();
        return new Trace(registry, request);
    }

    private static final class Trace implements RequestTrace {
        private final ObservationRegistry registry;
        private final Observation request;
        private Observation stage;

        Trace(ObservationRegistry registry, Observation request) {
            this.registry = registry;
            this.request = request;
            this.stage = queue();
        }

        private Observation queue() {
            return Observation.createNotStarted("baton.broker.queue", registry)
                    .contextualName("queue")
                    .parentObservation(request)
                    .start();
        }

        @Override
        public Map<String, String> onDispatched(int attempt, int hops) {
            stage.stop();
            SenderContext<Map<String, String>> context = new SenderContext<>(
                    (carrier, key, value) -> Objects.requireNonNull(carrier).put(key, value), Kind.CLIENT);
            Map<String, String> headers = new HashMap<>(4);
            context.setCarrier(headers);
            stage = Observation.createNotStarted("baton.broker.dispatch", () -> context, registry)
                    .contextualName("dispatch")
                    .parentObservation(request)
                    .highCardinalityKeyValue("baton.attempt", Integer.toString(attempt))
                    .highCardinalityKeyValue("baton.hops", Integer.toString(hops))
                    .start();
            return headers;
        }

        @Override
        public void onWaitsAgain() {
            stage.stop();
            stage = queue();
        }

        @Override
        public void end(StatusCode status) {
            stage.stop();
            request.lowCardinalityKeyValue("baton.status", status.name()).stop();
        }
    }
}
