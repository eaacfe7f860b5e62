package dev.baton.examples.leaders;

import dev.baton.worker.leader.ThreadRole;

/**
 * What a thread did from one moment to another.
 *
 * @param thread its index
 * @param role what it did
 * @param task on which task, if it was processing; else 0
 * @param fromMicros since the beginning
 * @param toMicros since the beginning
 */
record Span(int thread, ThreadRole role, int task, long fromMicros, long toMicros) {
    Span until(long micros) {
        return new Span(thread, role, task, fromMicros, micros);
    }

    long micros() {
        return toMicros - fromMicros;
    }

    boolean contains(long micros) {
        return fromMicros <= micros && micros < toMicros;
    }
}
