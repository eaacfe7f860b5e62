package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import dev.baton.time.NanoClock;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The way of all calls of a client to the {@link CallDesk}: with a method's defaults, and through whatever the client has around its calls.
 * It is put together once, when the client is built. A client that has nothing around its calls goes to the desk directly. Thread-safe.
 */
final class CallRoute {
    private final CallDesk desk;
    private final Executor callbackExecutor;
    private final Map<String, CallOptions> methodDefaults;
    /** Null: nothing is in between. */
    private final @Nullable CallPath path;

    CallRoute(ClientConfig config, CallDesk desk, NanoClock clock, ClientObserver observer) {
        this.desk = desk;
        this.callbackExecutor = config.callbackExecutor();
        this.methodDefaults = config.features().methodDefaults();
        this.path = path(config, desk, clock, observer);
    }

    /** From the inside out. */
    private static @Nullable CallPath path(
            ClientConfig config, CallDesk desk, NanoClock clock, ClientObserver observer) {
        ClientFeatures features = config.features();
        CallPath innermost = new DeskPath(desk);
        CallPath path = innermost;
        if (!features.hedging().isEmpty()) {
            path = new HedgePath(features.hedging(), path, desk, clock, config.defaultTimeout(), observer);
        }
        if (!features.breakers().isEmpty()) {
            path = new BreakerPath(features.breakers(), path, clock, observer);
        }
        if (!features.interceptors().isEmpty()) {
            path = new InterceptorPath(features.interceptors(), path);
        }
        return path == innermost ? null : path;
    }

    /** The options with what they leave open as the method's defaults have it. */
    CallOptions withDefaults(String method, CallOptions options) {
        if (methodDefaults.isEmpty()) {
            return options;
        }
        CallOptions defaults = methodDefaults.get(method);
        return defaults == null ? options : options.orElse(defaults);
    }

    /** Calls and waits. */
    Reply exchange(String method, Payload request, CallOptions given) {
        CallOptions options = withDefaults(method, given);
        if (path == null) {
            return desk.exchange(method, request, options);
        }
        desk.requireMayWaitFor(method);
        return path.exchange(new ClientCall(MethodNames.requireValid(method), request, options));
    }

    /** Calls; the future's end runs on the callback executor. */
    <T> CompletableFuture<T> exchangeAsync(
            String method, Payload request, CallOptions given, CallFuture.Decoder<T> decoder) {
        return exchangeAsync(method, request, given, decoder, callbackExecutor);
    }

    /** Calls; the future's end runs on this executor. */
    <T> CompletableFuture<T> exchangeAsync(
            String method, Payload request, CallOptions given, CallFuture.Decoder<T> decoder, Executor executor) {
        CallOptions options = withDefaults(method, given);
        if (path == null) {
            return desk.exchangeAsync(method, request, options, decoder, executor);
        }
        ClientCall call = new ClientCall(MethodNames.requireValid(method), request, options);
        CompletableFuture<Reply> end = path.exchangeAsync(call, executor);
        CallFuture<T> future = new CallFuture<>(decoder, executor);
        future.runs(new Passed(method, end));
        CompletableFuture<Reply> unused = end.whenComplete((reply, failure) -> future.endHere(method, reply, failure));
        return future;
    }

    /** What is under way behind the path. */
    private final class Passed implements CallFuture.Task {
        private final String method;
        private final CompletableFuture<Reply> end;

        Passed(String method, CompletableFuture<Reply> end) {
            this.method = method;
            this.end = end;
        }

        @Override
        public void takeBack() {
            end.cancel(true);
        }

        @Override
        public void requireMayWait() {
            desk.requireMayWaitFor(method);
        }
    }
}
