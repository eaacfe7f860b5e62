package dev.baton.examples.leaders;

import dev.baton.worker.leader.ThreadRole;
import java.util.List;

/**
 * What the threads of a pool did. Immutable.
 *
 * @param threads their names
 * @param spans what they did, by time; those of one thread follow each other without gaps
 */
record Timeline(List<String> threads, List<Span> spans) {
    long endMicros() {
        return spans.stream().mapToLong(Span::toMicros).max().orElse(0);
    }

    List<Span> spansOf(int thread) {
        return spans.stream().filter(span -> span.thread() == thread).toList();
    }

    /** The time that this thread spent so. */
    long micros(int thread, ThreadRole role) {
        return spansOf(thread).stream()
                .filter(span -> span.role() == role)
                .mapToLong(Span::micros)
                .sum();
    }

    /** How many tasks this thread has run. */
    long tasks(int thread) {
        return spansOf(thread).stream()
                .mapToInt(Span::task)
                .filter(task -> task > 0)
                .distinct()
                .count();
    }

    /** The spans of the lead, from one leader to the next. */
    List<Span> leads() {
        return spans.stream().filter(span -> span.role() == ThreadRole.LEADING).toList();
    }
}
