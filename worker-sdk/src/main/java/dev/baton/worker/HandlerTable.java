package dev.baton.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the worker has handlers for. Immutable. */
final class HandlerTable {
    private final Map<String, MethodHandler> handlers;
    private final List<String> methods;

    HandlerTable(Map<String, MethodHandler> handlers) {
        this.handlers = Map.copyOf(handlers);
        this.methods = handlers.keySet().stream().sorted().toList();
    }

    /** The same with these around each handler; the first outermost. */
    HandlerTable intercepted(List<WorkerInterceptor> interceptors) {
        if (interceptors.isEmpty()) {
            return this;
        }
        Map<String, MethodHandler> wrapped = new HashMap<>();
        handlers.forEach((method, handler) -> wrapped.put(method, new InterceptedHandler(interceptors, handler)));
        return new HandlerTable(wrapped);
    }

    @Nullable
    MethodHandler find(String method) {
        return handlers.get(method);
    }

    /** In alphabetical order. */
    List<String> methods() {
        return methods;
    }
}
