package dev.baton.transport;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Notes from any thread for the one thread that owns a loop. {@link #offer} is thread-safe; {@link #drain} is the owner's.
 *
 * @param <T> a note
 */
public final class Mailbox<T> {
    private final ConcurrentLinkedQueue<T> notes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final int capacity;
    private final WakeUp wakeUp;

    /**
     * Makes a mailbox.
     *
     * @param capacity how many notes it holds
     * @param wakeUp wakes the owner for a new note
     */
    public Mailbox(int capacity, WakeUp wakeUp) {
        this.capacity = capacity;
        this.wakeUp = wakeUp;
    }

    /** Leaves a note and wakes the owner. False: the box is full, nothing was left. Thread-safe. */
    public boolean offer(T note) {
        if (count.incrementAndGet() > capacity) {
            count.decrementAndGet();
            return false;
        }
        notes.add(note);
        wakeUp.wakeUp();
        return true;
    }

    /** Shows up to this many notes to the consumer, oldest first; tells how many. Owner only. */
    public int drain(Consumer<? super T> consumer, int most) {
        int done = 0;
        while (done < most) {
            T note = notes.poll();
            if (note == null) {
                break;
            }
            count.decrementAndGet();
            done++;
            consumer.accept(note);
        }
        return done;
    }

    /** Whether there is nothing. Owner only. */
    public boolean isEmpty() {
        return notes.isEmpty();
    }
}
