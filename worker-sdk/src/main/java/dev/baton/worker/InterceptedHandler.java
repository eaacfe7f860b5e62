package dev.baton.worker;

import dev.baton.wire.Payload;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/** A handler with interceptors around it. Thread-safe. */
final class InterceptedHandler implements MethodHandler {
    private final List<WorkerInterceptor> interceptors;
    private final MethodHandler handler;

    InterceptedHandler(List<WorkerInterceptor> interceptors, MethodHandler handler) {
        this.interceptors = List.copyOf(interceptors);
        this.handler = handler;
    }

    @Override
    public void begin(RunningCall call, Payload payload) {
        CompletableFuture<Payload> handled = new CompletableFuture<>();
        call.intercept(handled);
        // Not call::end, which the handler uses and which leads to the innermost of the interceptors.
        proceed(0, call, payload, handled).whenComplete(call::finish);
    }

    private CompletionStage<Payload> proceed(
            int index, RunningCall call, Payload payload, CompletableFuture<Payload> handled) {
        try {
            if (index == interceptors.size()) {
                call.reachHandler();
                handler.begin(call, payload);
                return handled;
            }
            AtomicBoolean proceeded = new AtomicBoolean();
            return MethodHandler.requireStage(interceptors
                    .get(index)
                    .intercept(
                            call,
                            payload,
                            request -> proceeded.compareAndSet(false, true)
                                    ? proceed(index + 1, call, request, handled)
                                    : CompletableFuture.failedFuture(
                                            new IllegalStateException("proceed was called twice (expected: once)"))));
        } catch (Throwable thrown) {
            // Errors too, as without interceptors.
            return CompletableFuture.failedFuture(thrown);
        }
    }
}
