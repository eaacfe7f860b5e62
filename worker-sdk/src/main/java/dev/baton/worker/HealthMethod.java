package dev.baton.worker;

import com.google.protobuf.StringValue;
import dev.baton.wire.StatusCode;

/** Tells callers what {@link WorkerHealth} has. Thread-safe. */
final class HealthMethod implements TypedRequestHandler<StringValue, StringValue> {
    static final String NAME = "baton.Health/Check";

    private final WorkerHealth health;

    HealthMethod(WorkerHealth health) {
        this.health = health;
    }

    @Override
    public StringValue handle(RequestContext context, StringValue service) {
        return StringValue.of(isServing(service.getValue()) ? "SERVING" : "NOT_SERVING");
    }

    private boolean isServing(String service) {
        if (service.isEmpty()) {
            return !health.servesNothing();
        }
        try {
            return health.isServing(service);
        } catch (IllegalArgumentException e) {
            throw new StatusException(StatusCode.NOT_FOUND, String.valueOf(e.getMessage()), e);
        }
    }
}
