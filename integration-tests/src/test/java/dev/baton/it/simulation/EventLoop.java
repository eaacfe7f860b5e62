package dev.baton.it.simulation;

import java.util.PriorityQueue;

/** Virtual time: events happen in the order of their times, and of their making where these are equal. */
final class EventLoop {
    private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowNanos;
    private long made;

    long now() {
        return nowNanos;
    }

    void at(long atNanos, Runnable action) {
        events.add(new Event(Math.max(nowNanos, atNanos), made++, action));
    }

    void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Runs the next event; false: there is none. */
    boolean step() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        nowNanos = event.atNanos();
        event.action().run();
        return true;
    }

    void runUntil(long untilNanos) {
        while (!events.isEmpty() && events.peek().atNanos() <= untilNanos) {
            step();
        }
        nowNanos = Math.max(nowNanos, untilNanos);
    }
}
