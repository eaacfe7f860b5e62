package dev.baton.broker.app.api;

import dev.baton.broker.observe.journal.Journal;
import dev.baton.broker.observe.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is new among the slow and the failed since somebody asked last. One thread. */
final class RequestNews {
    private final Journal journal;
    private final int most;
    private long sinceNanos;

    RequestNews(Sources sources, int most) {
        this.journal = sources.journal();
        this.sinceNanos = sources.clock().nanoTime();
        this.most = most;
    }

    List<JournalEntry> take() {
        long since = sinceNanos;
        Predicate<JournalEntry> isNew = entry -> entry.endedNanos() - since > 0;
        List<JournalEntry> found = new ArrayList<>(journal.failed(isNew, most));
        found.addAll(journal.slowest(isNew, most));
        for (JournalEntry entry : found) {
            sinceNanos = Math.max(sinceNanos, entry.endedNanos());
        }
        return found;
    }
}
