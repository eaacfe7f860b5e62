package dev.baton.broker.observe.journal;

import dev.baton.broker.observe.FinishedRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The slowest requests of each of the last minutes. One thread writes; any may read. */
final class SlowestPerMinute {
    static final int MINUTES = 16; // the one that runs, and fifteen whole ones
    static final int PER_MINUTE = 20;
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Slots slots = new Slots(MINUTES * PER_MINUTE);
    private final long[] totals = new long[PER_MINUTE];
    private long minute = Long.MIN_VALUE;
    private int count;
    private int fastest;
    private long version;

    void offer(FinishedRequest request) {
        long ofMinute = Math.floorDiv(request.endedNanos(), MINUTE_NANOS);
        if (ofMinute != minute) {
            minute = ofMinute;
            count = 0;
        }
        long total = request.endedNanos() - request.arrivedNanos();
        if (count < PER_MINUTE) {
            put(count++, total, request);
        } else if (total > totals[fastest]) {
            put(fastest, total, request);
        }
    }

    private void put(int place, long total, FinishedRequest request) {
        totals[place] = total;
        slots.write((int) Math.floorMod(minute, (long) MINUTES) * PER_MINUTE + place, ++version, request);
        fastest = 0;
        for (int i = 1; i < count; i++) {
            fastest = totals[i] < totals[fastest] ? i : fastest;
        }
    }

    /** Shows what is here, in no order; among it what is older than it should be. */
    void forEach(Consumer<JournalEntry> reader) {
        for (int slot = 0; slot < slots.count(); slot++) {
            slots.read(slot).ifPresent(reader);
        }
    }
}
