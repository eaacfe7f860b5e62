package dev.baton.client;

import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that is made several times: the first good answer counts, and the others are taken back. Thread-safe. */
final class HedgedCall {
    private final String method;
    private final CompletableFuture<Reply> result = new CompletableFuture<>();

    // ---- guarded by this
    private final List<CompletableFuture<Reply>> attempts = new ArrayList<>(2);
    private int open;

    HedgedCall(String method) {
        this.method = method;
        CompletableFuture<Reply> unused = result.whenComplete((reply, failure) -> takeBackOthers());
    }

    /** Ends with the first good answer, or when no attempt is open any more. Its end from outside takes back all attempts. */
    CompletableFuture<Reply> result() {
        return result;
    }

    void add(CompletableFuture<Reply> attempt) {
        synchronized (this) {
            attempts.add(attempt);
            open++;
        }
        CompletableFuture<Reply> unused = attempt.whenComplete(this::onEnded);
        if (result.isDone()) {
            attempt.cancel(true);
        }
    }

    private void onEnded(@Nullable Reply reply, @Nullable Throwable failure) {
        boolean last;
        synchronized (this) {
            last = --open == 0;
        }
        if (failure == null) {
            result.complete(reply);
            return;
        }
        CallException end = CallException.of(method, failure);
        if (last || !mayDoBetter(end.status())) {
            result.completeExceptionally(end);
        }
    }

    /** Whether another attempt may come to another end. */
    private static boolean mayDoBetter(StatusCode status) {
        return status == StatusCode.UNAVAILABLE || status == StatusCode.RESOURCE_EXHAUSTED;
    }

    private void takeBackOthers() {
        List<CompletableFuture<Reply>> all;
        synchronized (this) {
            all = List.copyOf(attempts);
        }
        all.forEach(attempt -> attempt.cancel(true));
    }
}
