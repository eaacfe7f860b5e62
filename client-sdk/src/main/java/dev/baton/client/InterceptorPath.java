package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/** The user's interceptors, the one that was added first outermost. */
final class InterceptorPath implements CallPath {
    private final List<ClientInterceptor> interceptors;
    private final CallPath next;

    InterceptorPath(List<ClientInterceptor> interceptors, CallPath next) {
        this.interceptors = List.copyOf(interceptors);
        this.next = next;
    }

    @Override
    public Reply exchange(ClientCall call) {
        CompletableFuture<Reply> end = intercepted(call, this::exchangeHere);
        try {
            return end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end.cancel(true);
            throw CallException.here(
                    call.method(),
                    0,
                    Outcome.Failure.local(StatusCode.CANCELLED, "the calling thread was interrupted", Executed.MAYBE));
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw CallException.of(call.method(), cause).again();
        }
    }

    private CompletableFuture<Reply> exchangeHere(ClientCall call) {
        try {
            return CompletableFuture.completedFuture(next.exchange(call));
        } catch (CallException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What was passed on is cancelled with the result: interceptors return stages that do not know what they come from. */
    @Override
    public CompletableFuture<Reply> exchangeAsync(ClientCall call, Executor executor) {
        Queue<CompletableFuture<Reply>> passedOn = new ConcurrentLinkedQueue<>();
        CompletableFuture<Reply> result = new CompletableFuture<>();
        CompletableFuture<Reply> end = intercepted(call, each -> {
            CompletableFuture<Reply> inner = next.exchangeAsync(each, executor);
            passedOn.add(inner);
            if (result.isDone()) {
                inner.cancel(true);
            }
            return inner;
        });
        CompletableFuture<Reply> unused = result.whenComplete((reply, failure) -> {
            if (failure != null) {
                passedOn.forEach(inner -> inner.cancel(true));
            }
        });
        CompletableFuture<Reply> unusedToo = end.whenComplete((reply, failure) -> {
            if (failure == null) {
                result.complete(reply);
            } else {
                result.completeExceptionally(CallException.of(call.method(), failure));
            }
        });
        return result;
    }

    private CompletableFuture<Reply> intercepted(ClientCall call, ClientInterceptor.Next innermost) {
        try {
            return from(0, innermost).proceed(call).toCompletableFuture();
        } catch (RuntimeException e) { // an interceptor is anybody's code
            return CompletableFuture.failedFuture(CallException.of(call.method(), e));
        }
    }

    private ClientInterceptor.Next from(int index, ClientInterceptor.Next innermost) {
        if (index == interceptors.size()) {
            return innermost;
        }
        return call -> {
            CompletionStage<Reply> end = interceptors.get(index).intercept(call, from(index + 1, innermost));
            return end;
        };
    }
}
