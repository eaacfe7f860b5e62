package dev.baton.client;

import dev.baton.client.observe.ClientObserver;
import dev.baton.wire.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that ends in a future. The future is completed on the callback executor, because that runs whatever the user has hung on it. */
final class AsyncCall<T> extends PendingCall {
    private static final Logger log = LoggerFactory.getLogger(AsyncCall.class);

    /** Makes the result of a good reply. */
    @FunctionalInterface
    interface Decoder<T> {
        T decode(Reply reply) throws Exception;
    }

    /** Who handed in the call. */
    interface Owner {
        /** The call is to be ended, and its request taken back. */
        void takeBack(PendingCall call);

        /**
         * Refuses a wait that would never end.
         *
         * @throws IllegalStateException on the thread that ends calls
         */
        void requireMayWaitFor(String method);
    }

    private final Decoder<T> decoder;
    private final Executor executor;
    private final CallFuture future;

    AsyncCall(
            Spec spec,
            EncodedRequest request,
            ClientObserver observer,
            Decoder<T> decoder,
            Executor executor,
            Owner owner) {
        super(spec, request, observer);
        this.decoder = decoder;
        this.executor = executor;
        this.future = new CallFuture(owner);
    }

    CompletableFuture<T> future() {
        return future;
    }

    @Override
    void deliver(Outcome outcome) {
        if (future.isDone()) {
            return; // the user ended it, nobody waits for this
        }
        try {
            executor.execute(() -> complete(outcome));
        } catch (RuntimeException | Error e) { // whatever it is: a future that never ends would be worse
            log.warn(
                    "the callback executor refused the end of a call, so it runs on the client's thread: {}",
                    e.toString());
            complete(outcome);
        }
    }

    @Override
    void deliverBeforeReturn(Outcome outcome) {
        complete(outcome);
    }

    private void complete(Outcome outcome) {
        if (outcome instanceof Outcome.Failure failure) {
            future.fail(CallException.forFuture(method(), requestId(), failure));
        } else if (outcome instanceof Outcome.Success success) {
            decode(success.reply());
        }
    }

    private void decode(Reply reply) {
        T result;
        try {
            result = decoder.decode(reply);
        } catch (Exception | Error e) { // whatever it is: a future that never ends would be worse
            future.fail(CallException.forFuture(method(), requestId(), Failures.unexpectedType(reply, e)));
            return;
        }
        future.succeed(result);
    }

    /** A future whose end from outside, by {@code cancel}, {@code orTimeout} or {@code complete}, takes the call back. */
    private final class CallFuture extends CompletableFuture<T> {
        private final Owner owner;

        CallFuture(Owner owner) {
            this.owner = owner;
        }

        void succeed(T result) {
            super.complete(result);
        }

        void fail(CallException failure) {
            super.completeExceptionally(failure);
        }

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

        /** What hangs on a future ends with it, not the other way round. */
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }

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
            if (!isDone()) {
                owner.requireMayWaitFor(method());
            }
        }

        private boolean takeBackIf(boolean endedHere) {
            if (endedHere) {
                owner.takeBack(AsyncCall.this);
            }
            return endedHere;
        }
    }
}
