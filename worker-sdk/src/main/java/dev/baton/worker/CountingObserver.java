package dev.baton.worker;

import dev.baton.wire.HandBackReason;
import dev.baton.wire.StatusCode;
import dev.baton.worker.observe.DropReason;
import dev.baton.worker.observe.WorkerObserver;
import java.util.concurrent.atomic.LongAdder;

/** Counts for {@link WorkerSnapshot}, and passes everything on. Thread-safe. */
final class CountingObserver implements WorkerObserver {
    private final WorkerObserver next;
    private final LongAdder handled = new LongAdder();
    private final LongAdder handBacks = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder promotions = new LongAdder();
    private final LongAdder errors = new LongAdder();

    CountingObserver(WorkerObserver next) {
        this.next = next;
    }

    @Override
    public void onAnswered(String method, StatusCode status, long handlerNanos) {
        handled.increment();
        next.onAnswered(method, status, handlerNanos);
    }

    @Override
    public void onHandBack(HandBackReason reason) {
        handBacks.increment();
        next.onHandBack(reason);
    }

    @Override
    public void onDropped(DropReason reason) {
        dropped.increment();
        next.onDropped(reason);
    }

    @Override
    public void onLeadTaken(boolean promoted, long freeNanos) {
        if (promoted) {
            promotions.increment();
        }
        next.onLeadTaken(promoted, freeNanos);
    }

    @Override
    public void onError() {
        errors.increment();
        next.onError();
    }

    @Override
    public void close() {
        next.close();
    }

    long handled() {
        return handled.sum();
    }

    long handBacks() {
        return handBacks.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    long promotions() {
        return promotions.sum();
    }

    long errors() {
        return errors.sum();
    }
}
