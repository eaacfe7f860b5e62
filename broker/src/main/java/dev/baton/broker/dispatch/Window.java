package dev.baton.broker.dispatch;

/**
 * How many requests may be out at once. Enough that no slot waits for work while a reply and the next request travel; not more, because a
 * request that waits at a worker cannot go to another one that is free.
 *
 * <p>The workers' slots, times a factor, plus some work ahead, which is the greater of two: a slot that takes requests of typical duration H over
 * a way of T leaves T / H requests travelling (Little's law). And short requests may wait at the worker for as long as a wake-up costs: if
 * each of them came as a message of its own, waking the threads on the way would cost more than the handler does, and a small window would never
 * see that a larger one is worth it. For handlers of milliseconds both are nothing; for handlers of microseconds they are most of the window.
 */
final class Window {
    /** However fast handlers are: beyond this, requests only wait at the worker. */
    private static final int MAX_PER_SLOT = 64;

    /** About what it takes to wake the threads on the way: work for so long is not worth moving to another worker. */
    private static final long WORK_AHEAD_NANOS = 200_000;

    private double factor;
    private int capacity;
    private int size;

    Window(double factor) {
        this.factor = factor;
    }

    void factor(double newFactor) {
        factor = newFactor;
    }

    /** So many requests can run at once, and take as long as this. */
    void resize(int newCapacity, ServiceTimes times) {
        capacity = newCapacity;
        size = newCapacity == 0 ? 0 : wanted(times);
    }

    private int wanted(ServiceTimes times) {
        double ahead = times.known() ? Math.ceil(capacity * perSlotAhead(times)) : 0;
        double wanted = Math.ceil(factor * capacity) + ahead;
        return (int) Math.min(wanted, (double) capacity * MAX_PER_SLOT);
    }

    private static double perSlotAhead(ServiceTimes times) {
        double handlerNanos = times.typicalHandlerNanos();
        double travelling = times.transitNanos() / handlerNanos;
        double besidesTheRunning = WORK_AHEAD_NANOS / handlerNanos - 1;
        return Math.max(travelling, besidesTheRunning);
    }

    /** How many may be out at once. */
    int size() {
        return size;
    }

    /** How many can run at once. */
    int capacity() {
        return capacity;
    }
}
