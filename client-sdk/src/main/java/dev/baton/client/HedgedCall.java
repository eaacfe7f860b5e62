package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.Reply;
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
    private Executed executed = Executed.NO;

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
        if (failure == null) {
            synchronized (this) {
                open--;
            }
            result.complete(reply);
            return;
        }
        CallException end = CallException.of(method, failure);
        boolean last;
        Executed any;
        synchronized (this) {
            last = --open == 0;
            executed = CallPlan.worse(executed, end.executed());
            any = executed;
        }
        if (last || !othersMayDoBetter(end)) {
            // Another attempt may have run, whatever became of this one; those that are open still may, too.
            result.completeExceptionally(end.withExecuted(last ? any : CallPlan.worse(any, Executed.MAYBE)));
        }
    }

    /** Whether another attempt may come to another end. One that was not sent when the deadline came knows nothing of the others. */
    private static boolean othersMayDoBetter(CallException end) {
        return switch (end.status()) {
            case UNAVAILABLE, RESOURCE_EXHAUSTED -> true;
            case DEADLINE_EXCEEDED -> end.executed() == Executed.NO;
            default -> false;
        };
    }

    private void takeBackOthers() {
        List<CompletableFuture<Reply>> all;
        synchronized (this) {
            all = List.copyOf(attempts);
        }
        all.forEach(attempt -> attempt.cancel(true));
    }
}
