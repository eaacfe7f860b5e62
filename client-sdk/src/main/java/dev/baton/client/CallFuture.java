package dev.baton.client;

import dev.baton.wire.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The future of a call, over all its attempts. It is completed on the callback executor, because that runs whatever the user has hung on it.
 * Its end from outside, by {@code cancel}, {@code orTimeout} or {@code complete}, takes the call back. Waiting for it on the thread that
 * would have to end it is refused.
 */
final class CallFuture<T> extends CompletableFuture<T> {
    private static final Logger log = LoggerFactory.getLogger(CallFuture.class);

    /** Makes the result of a good reply. */
    @FunctionalInterface
    interface Decoder<T> {
        T decode(Reply reply) throws Exception;
    }

    /** What is under way for the future at present. */
    interface Task {
        /** Nobody wants its end any more. */
        void takeBack();

        /**
         * Refuses a wait that would never end.
         *
         * @throws IllegalStateException on the thread that ends calls
         */
        void requireMayWait();
    }

    private final Decoder<T> decoder;
    private final Executor executor;
    private volatile @Nullable Task task;

    CallFuture(Decoder<T> decoder, Executor executor) {
        this.decoder = decoder;
        this.executor = executor;
    }

    /** This goes on for the future from now on. Whoever sets it looks afterwards whether the future has ended meanwhile. */
    void runs(Task next) {
        task = next;
    }

    // ---- the end from inside

    /** Ends it on the executor. */
    void end(CallPlan plan, long requestId, Outcome outcome) {
        try {
            executor.execute(() -> endHere(plan, requestId, outcome));
        } catch (RuntimeException | Error e) { // whatever it is: a future that never ends would be worse
            log.warn(
                    "the callback executor refused the end of a call, so it runs on the client's thread: {}",
                    e.toString());
            endHere(plan, requestId, outcome);
        }
    }

    /** Ends it on this thread. */
    void endHere(CallPlan plan, long requestId, Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            fail(CallException.forFuture(plan, requestId, failure));
        } else if (outcome instanceof Outcome.Success success) {
            decode(plan.method(), success.reply(), plan.earlier());
        }
    }

    /** The same for an end that came through other hands. */
    void endHere(String method, @Nullable Reply reply, @Nullable Throwable failure) {
        if (reply == null) {
            fail(CallException.of(method, failure));
        } else {
            decode(method, reply, List.of());
        }
    }

    private void decode(String method, Reply reply, List<CallAttempt> earlier) {
        T result;
        try {
            result = decoder.decode(reply);
        } catch (Exception | Error e) { // whatever it is: a future that never ends would be worse
            fail(CallException.unexpectedType(method, reply, e, earlier));
            return;
        }
        super.complete(result);
    }

    void fail(Throwable failure) {
        super.completeExceptionally(failure);
    }

    // ---- the end from outside

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return takeBackIf(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(T value) {
        return takeBackIf(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable ex) {
        return takeBackIf(super.completeExceptionally(ex));
    }

    private boolean takeBackIf(boolean endedHere) {
        if (endedHere) {
            takeBack();
        }
        return endedHere;
    }

    /** Nobody wants what is under way. */
    void takeBack() {
        Task current = task;
        if (current != null) {
            current.takeBack();
        }
    }

    /** What hangs on a future ends with it, not the other way round. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    // ---- those who wait

    @Override
    public T join() {
        beforeWaiting();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        beforeWaiting();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        beforeWaiting();
        return super.get(timeout, unit);
    }

    private void beforeWaiting() {
        Task current = task;
        if (!isDone() && current != null) {
            current.requireMayWait();
        }
    }
}
