package dev.baton.broker;

import dev.baton.broker.backend.ControlDesk;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.StreamCredit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one pool's workers are told by name: what an operator wants of them, and what they need not finish. Broker thread only. */
final class WorkerControl implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkerControl.class);

    /** A worker may wait a moment until it counts as controllable; a look at the socket on each pass would cost every request. */
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String pool;
    private final ControlDesk desk;
    private long seenNanos;

    WorkerControl(String pool, ControlDesk desk) {
        this.pool = pool;
        this.desk = desk;
    }

    /** Sends what came up during this pass, and sees who has come and gone. */
    void tend(long nowNanos) {
        desk.flush();
        if (nowNanos - seenNanos >= LOOK_EVERY_NANOS) {
            seenNanos = nowNanos;
            desk.tend();
        }
    }

    /**
     * Tells a worker what is wanted; {@link #remind} tells it again.
     *
     * @throws IllegalStateException if it does not listen
     */
    void tell(Worker worker, Worker.Wish wish) {
        desk.tend();
        if (!desk.isListening(worker.id())) {
            String why = desk.endpoint().isEmpty()
                    ? "pool " + pool + " has no control channel"
                    : "it has not subscribed to " + desk.endpoint();
            throw new IllegalStateException("worker " + worker.id() + " cannot be controlled: " + why);
        }
        log.info("worker {} of pool {} is asked to {}", worker.id(), pool, wish);
        worker.wish(wish);
        remind(worker);
    }

    /** It has just been heard: tells it again what it has not done yet. */
    void remind(Worker worker) {
        switch (worker.unfulfilledWish()) {
            case DRAIN -> desk.drain(worker.id());
            case RESUME -> desk.resume(worker.id());
            case NONE -> {
                // nothing to say
            }
        }
    }

    /**
     * Nobody waits for the reply to this dispatch any more.
     *
     * @param holder who has claimed it; null: not known
     */
    void cancel(long token, @Nullable Worker holder) {
        if (holder == null) {
            desk.cancel(token);
        } else if (!desk.cancel(token, holder.id())) {
            desk.tend(); // it may have begun to listen just now
            desk.cancel(token, holder.id());
        }
    }

    /** The client of a stream takes more; false: its worker does not listen, not yet or not at all. */
    boolean credit(long token, StreamCredit credit, Worker holder) {
        if (desk.credit(token, credit, holder.id())) {
            return true;
        }
        desk.tend();
        return desk.credit(token, credit, holder.id());
    }

    boolean isListening(Worker worker) {
        return desk.isListening(worker.id());
    }

    /** Where workers subscribe; empty: nowhere. */
    String endpoint() {
        return desk.endpoint();
    }

    @Override
    public void close() {
        desk.close();
    }
}
