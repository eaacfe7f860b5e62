package dev.baton.broker.observe.journal;

import dev.baton.broker.observe.FinishedRequest;
import java.util.function.Consumer;

/** The last entries. One thread writes; any may read. */
final class Ring {
    private final Slots slots;
    private volatile long written;

    Ring(int size) {
        this.slots = new Slots(size);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(FinishedRequest request) {
        long number = written;
        slots.write((int) (number % slots.count()), number + 1, request);
        written = number + 1;
    }

    /** Shows what is here, newest first. */
    void forEach(Consumer<JournalEntry> reader) {
        long newest = written;
        long oldest = Math.max(0, newest - slots.count());
        for (long number = newest - 1; number >= oldest; number--) {
            slots.read((int) (number % slots.count())).ifPresent(reader);
        }
    }
}
