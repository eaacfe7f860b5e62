package zmq.poll;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one I/O thread, which has some for each connection: adding and cancelling one must not cost more for many than for few.
 * One thread only.
 */
final class Timers {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Long timers, which are the heartbeats of idle connections, are due at common moments: the thread then wakes up for many of them at once.
     */
    private static final long LONG_MILLIS = 1_000;

    private static final long TICK_NANOS = 125 * NANOS_PER_MILLI;

    private final PriorityQueue<Timer> queue = new PriorityQueue<>();
    private final Map<Key, Timer> byKey = new HashMap<>();

    void add(long nowNanos, long delayMillis, IPollEvents sink, int id) {
        long dueNanos = nowNanos + delayMillis * NANOS_PER_MILLI;
        Key key = new Key(sink, id);
        Timer timer = new Timer(key, delayMillis < LONG_MILLIS ? dueNanos : nextTick(dueNanos));
        queue.add(timer);
        byKey.put(key, timer);
    }

    private static long nextTick(long nanos) {
        return nanos + Math.floorMod(-nanos, TICK_NANOS);
    }

    /** An empty hull stays in the queue until its time has come; what the timer was for is let go of: the connection may have ended. */
    void cancel(IPollEvents sink, int id) {
        Timer timer = byKey.remove(new Key(sink, id));
        if (timer != null) {
            timer.key = null;
        }
    }

    /** Takes out the next timer that is due; null: none. */
    @Nullable
    Key pollDue(long nowNanos) {
        for (Timer first = queue.peek(); first != null && first.isDue(nowNanos); first = queue.peek()) {
            queue.poll();
            Key key = first.key;
            if (key != null) {
                byKey.remove(key, first);
                return key;
            }
        }
        return null;
    }

    /** How long until the next timer is due, rounded up; 0: there is none. */
    long millisToNext(long nowNanos) {
        Timer first = queue.peek();
        return first == null ? 0 : Math.max(1, (first.dueNanos - nowNanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    /** What a timer is called by: the same object may have several. */
    record Key(IPollEvents sink, int id) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && key.sink == sink && key.id == id;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(sink) + id;
        }
    }

    private static final class Timer implements Comparable<Timer> {
        final long dueNanos;

        /** Null: cancelled. */
        @Nullable
        Key key;

        Timer(Key key, long dueNanos) {
            this.key = key;
            this.dueNanos = dueNanos;
        }

        boolean isDue(long nowNanos) {
            return dueNanos - nowNanos <= 0;
        }

        @Override
        public int compareTo(Timer other) {
            return Long.signum(dueNanos - other.dueNanos);
        }
    }
}
