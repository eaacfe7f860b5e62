package dev.baton.client;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Where threads wait for a connection. Thread-safe. */
final class Readiness {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Something has happened: who waits is to look again. Short, because I/O threads call it. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until one of the two holds or time is up; tells whether it is the first. */
    boolean await(BooleanSupplier ready, BooleanSupplier over, long nanos) throws InterruptedException {
        long leftNanos = nanos;
        lock.lock();
        try {
            while (!ready.getAsBoolean() && !over.getAsBoolean() && leftNanos > 0) {
                leftNanos = changed.awaitNanos(leftNanos);
            }
            return ready.getAsBoolean() && !over.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
