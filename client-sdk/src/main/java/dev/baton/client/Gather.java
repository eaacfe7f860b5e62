package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.Reply;
import dev.baton.wire.StatusCode;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Many calls of one method, and their results as an iterator:
 *
 * <pre>{@code
 * try (Gather<Count> counts = client.callAll(COUNT_WORDS, chunks.iterator(), GatherOptions.outstanding(64))) {
 *     while (counts.hasNext()) {
 *         total += counts.next().reply().getWords();
 *     }
 * }
 * }</pre>
 *
 * <p>Requests are taken from their source one by one, on the thread that reads the results, and only while there is room: neither more
 * than {@link GatherOptions#maxOutstanding} calls are open, nor do more than {@link GatherOptions#maxUnread} finished ones wait for the
 * reader. So a million requests need no more memory than a hundred, and a reader that pauses makes the calls pause.
 *
 * <p>Closing takes back all calls that are open: those that wait at the broker are not run any more, the handlers of those that run
 * are told. It is needed only where the results are not read to their end, but does no harm.
 *
 * <p>One thread reads; {@link #close} and {@link #progress} are for any thread.
 *
 * @param <R> what the method returns
 */
public final class Gather<R> implements Iterator<GatherResult<R>>, AutoCloseable {
    /** Makes calls, and lets a thread wait for their ends. */
    interface Calls {
        /** The future ends on whichever thread ends the call: what hangs on it must be short. */
        CompletableFuture<Reply> call(GatherSource<?> source);

        /** Waits until this holds; may also return without a reason. The thread has to be unparked when it may hold. */
        void waitUntil(BooleanSupplier done);
    }

    /** The end of a call, as it comes from the client's thread. */
    private record Arrival(
            long index, @Nullable Reply reply, @Nullable Throwable failure) {}

    private final String method;
    private final GatherOptions options;
    private final GatherSource<?> source;
    private final Calls calls;
    private final CallFuture.Decoder<R> decoder;

    private final Queue<Arrival> arrived = new ConcurrentLinkedQueue<>();
    private final Map<Long, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Thread waiting;

    // ---- the reader's
    private final UnreadResults<R> unread;
    private long outstanding;
    private @Nullable GatherResult<R> next;

    private Gather(
            String method, GatherOptions options, GatherSource<?> source, Calls calls, CallFuture.Decoder<R> decoder) {
        this.method = method;
        this.options = options;
        this.source = source;
        this.calls = calls;
        this.decoder = decoder;
        this.unread = UnreadResults.in(options.order());
    }

    /** The first calls are made at once. */
    static <R> Gather<R> start(
            String method, GatherOptions options, GatherSource<?> source, Calls calls, CallFuture.Decoder<R> decoder) {
        Gather<R> gather = new Gather<>(method, options, source, calls, decoder);
        gather.closeIfThrows(gather::fill);
        return gather;
    }

    /**
     * Whether there is another result; waits for it.
     *
     * @throws CallException if a call failed and that is to stop the others, or the thread was interrupted; all calls are taken back then
     */
    @Override
    public boolean hasNext() {
        if (next == null && !closed.get()) {
            closeIfThrows(this::advance);
        }
        return next != null;
    }

    /**
     * The next result; waits for it.
     *
     * @throws CallException as {@link #hasNext} does
     * @throws NoSuchElementException if there is none, or this was closed
     */
    @Override
    public GatherResult<R> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all results of " + method + " have been read, or it was closed");
        }
        GatherResult<R> result = Objects.requireNonNull(next);
        next = null;
        return result;
    }

    /** How far it has come. Thread-safe. */
    public GatherProgress progress() {
        return new GatherProgress(sent.get(), done.get(), failed.get());
    }

    /** Takes back what is open, and ends the results. Thread-safe; twice is fine. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        open.values().forEach(call -> call.cancel(true));
        wake();
        source.close();
    }

    private void advance() {
        while (next == null && !closed.get()) {
            takeArrived();
            fill();
            next = unread.poll();
            if (next == null && outstanding == 0) {
                close();
            } else if (next == null) {
                waitForArrival();
            }
        }
    }

    private void closeIfThrows(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    // ---- calls out

    private void fill() {
        while (hasRoom() && !closed.get() && source.hasNext()) {
            send(sent.get());
        }
    }

    private boolean hasRoom() {
        return outstanding < options.maxOutstanding()
                && outstanding + unread.size() < (long) options.maxOutstanding() + options.maxUnread();
    }

    private void send(long index) {
        CompletableFuture<Reply> call = calls.call(source);
        outstanding++;
        sent.incrementAndGet();
        open.put(index, call);
        CompletableFuture<Reply> unused =
                call.whenComplete((reply, failure) -> onEnded(new Arrival(index, reply, failure)));
        if (closed.get()) {
            call.cancel(true); // whoever closed may have looked before it was among the open ones
        }
    }

    // ---- results in

    /** On whatever thread ends the call. */
    private void onEnded(Arrival arrival) {
        open.remove(arrival.index());
        if (closed.get()) {
            return;
        }
        (arrival.failure() == null ? done : failed).incrementAndGet();
        arrived.add(arrival);
        wake();
    }

    private void wake() {
        Thread reader = waiting;
        if (reader != null && reader != Thread.currentThread()) {
            LockSupport.unpark(reader);
        }
    }

    private void waitForArrival() {
        waiting = Thread.currentThread();
        calls.waitUntil(() -> !arrived.isEmpty() || closed.get());
        waiting = null;
        if (Thread.currentThread().isInterrupted()) {
            throw CallException.here(
                    method,
                    0,
                    Outcome.Failure.local(
                            StatusCode.CANCELLED,
                            "the thread that reads the results was interrupted, so all calls were taken back",
                            Executed.MAYBE));
        }
    }

    private void takeArrived() {
        Arrival arrival = arrived.poll();
        while (arrival != null) {
            outstanding--;
            GatherResult<R> result = result(arrival);
            if (!result.isOk() && options.onFailure() == GatherOptions.OnFailure.STOP) {
                throw result.failure().orElseThrow().again();
            }
            unread.add(result);
            arrival = arrived.poll();
        }
    }

    private GatherResult<R> result(Arrival arrival) {
        Reply reply = arrival.reply();
        if (reply == null) {
            return GatherResult.failed(arrival.index(), CallException.of(method, arrival.failure()));
        }
        try {
            return GatherResult.ok(arrival.index(), decoder.decode(reply));
        } catch (Exception e) {
            done.decrementAndGet();
            failed.incrementAndGet();
            return GatherResult.failed(
                    arrival.index(),
                    CallException.forFuture(method, reply.header().requestId(), Failures.unexpectedType(reply, e)));
        }
    }
}
