package dev.baton.broker.observe.journal;

import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.FinishedRequest;
import dev.baton.wire.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What became of the last requests. A ring of all of them covers a moment only where there are twenty thousand a second, so the notable ones have
 * places of their own: the slowest of each minute, and the last failures of each status, so that a flood of one kind does not wash away the others.
 *
 * <p>Written by the broker thread; any thread may read.
 */
public final class Journal implements BrokerObserver {
    /** How far back the slowest are kept. */
    public static final Duration KEPT = Duration.ofMinutes(15);

    private static final int FAILURES_PER_STATUS = 64;

    private final Ring recent;
    private final Ring[] failed = new Ring[StatusCode.values().length];
    private final SlowestPerMinute slowest = new SlowestPerMinute();

    /**
     * An empty journal.
     *
     * @param size how many requests the ring holds, at about 150 bytes each
     */
    public Journal(int size) {
        this.recent = new Ring(size);
        for (int i = 0; i < failed.length; i++) {
            failed[i] = new Ring(FAILURES_PER_STATUS);
        }
    }

    @Override
    public void onFinished(FinishedRequest request) {
        recent.add(request);
        if (request.status() == StatusCode.OK) {
            slowest.offer(request);
        } else {
            failed[request.status().number()].add(request);
        }
    }

    /** The last ones for which this holds, newest first. */
    public List<JournalEntry> recent(Predicate<JournalEntry> which, int limit) {
        List<JournalEntry> found = new ArrayList<>();
        recent.forEach(entry -> {
            if (found.size() < limit && which.test(entry)) {
                found.add(entry);
            }
        });
        return found;
    }

    /** The slowest good ones for which this holds, slowest first. */
    public List<JournalEntry> slowest(Predicate<JournalEntry> which, int limit) {
        List<JournalEntry> found = new ArrayList<>();
        slowest.forEach(entry -> addIf(which, entry, found));
        found.sort(Comparator.comparingLong(JournalEntry::totalNanos).reversed());
        return found.stream().limit(limit).toList();
    }

    /** The last failed ones for which this holds, newest first. */
    public List<JournalEntry> failed(Predicate<JournalEntry> which, int limit) {
        List<JournalEntry> found = new ArrayList<>();
        for (Ring ring : failed) {
            ring.forEach(entry -> addIf(which, entry, found));
        }
        found.sort(Comparator.comparingLong(JournalEntry::endedNanos).reversed());
        return found.stream().limit(limit).toList();
    }

    /** All that is known of requests with this id: more than one if several clients gave the same. Newest first. */
    public List<JournalEntry> find(long requestId) {
        Set<JournalEntry> found = new HashSet<>();
        Predicate<JournalEntry> same = entry -> entry.requestId() == requestId;
        found.addAll(recent(same, Integer.MAX_VALUE));
        found.addAll(slowest(same, Integer.MAX_VALUE));
        found.addAll(failed(same, Integer.MAX_VALUE));
        return found.stream()
                .sorted(Comparator.comparingLong(JournalEntry::endedNanos).reversed())
                .toList();
    }

    private static void addIf(Predicate<JournalEntry> which, JournalEntry entry, List<JournalEntry> found) {
        if (which.test(entry)) {
            found.add(entry);
        }
    }
}
