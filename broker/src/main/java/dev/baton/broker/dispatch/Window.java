package dev.baton.broker.dispatch;

/**
 * How many requests may be out at once. Enough that no slot waits for work while a reply and the next request travel; not more, because a
 * request that waits at a worker cannot go to another one that is free.
 *
 * <p>The workers' slots, times a factor, plus what is on the way: a slot that takes requests of typical duration H over a way of T leaves T / H
 * requests travelling per slot (Little's law). For handlers of milliseconds that is nothing; for handlers of microseconds it is most of
 * the window, and a window without it would starve them.
 */
final class Window {
    /** However fast handlers are: beyond this, requests only wait at the worker. */
    private static final int MAX_PER_SLOT = 64;

    private final double factor;

    Window(double factor) {
        this.factor = factor;
    }

    int size(int capacity, ServiceTimes times) {
        if (capacity == 0) {
            return 0;
        }
        double travelling = times.known() ? capacity * (times.transitNanos() / times.typicalHandlerNanos()) : 0;
        double wanted = Math.ceil(factor * capacity) + Math.ceil(travelling);
        return (int) Math.min(wanted, (double) capacity * MAX_PER_SLOT);
    }
}
