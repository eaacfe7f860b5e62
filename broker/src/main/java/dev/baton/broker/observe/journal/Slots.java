package dev.baton.broker.observe.journal;

import dev.baton.broker.observe.FinishedRequest;
import dev.baton.broker.observe.RequestSteps;
import dev.baton.wire.Identity;
import dev.baton.wire.StatusCode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of places for entries, in arrays that are made once: writing one makes no garbage and takes no lock. Each place bears a version
 * (a seqlock): a reader that finds it changed while it read tries again. One thread writes; any may read.
 */
final class Slots {
    private static final VarHandle LONG = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int READS_MAX = 4;
    private static final long WRITING = 0;

    // The numbers of a place follow one another, so that they share two cache lines.
    private static final int VERSION = 0;
    private static final int REQUEST_ID = 1;
    private static final int ARRIVED = 2;
    private static final int ENDED = 3;
    private static final int QUEUED = 4;
    private static final int DISPATCHED = 5;
    private static final int WORKER_WAIT = 6;
    private static final int HANDLER = 7;
    private static final int ATTEMPT_AND_HOPS = 8;
    private static final int STATUS_AND_POOL = 9;
    private static final int PARTIALS = 10;
    private static final int NUMBERS = 11;

    private static final int CLIENT = 0;
    private static final int METHOD = 1;
    private static final int MESSAGE = 2;
    private static final int WORKER = 3;
    private static final int STEPS = 4;
    private static final int CALLER = 5;
    private static final int REFERENCES = 6;

    private static final int ACCEPTED_BIT = 1 << 8;
    private static final int STATUS_MASK = 0xff;

    private final int count;
    private final long[] numbers;
    private final @Nullable Object[] references;

    Slots(int count) {
        this.count = count;
        this.numbers = new long[count * NUMBERS];
        this.references = new @Nullable Object[count * REFERENCES];
    }

    int count() {
        return count;
    }

    /** The version must be another than that of the last entry here, and not 0. */
    void write(int slot, long version, FinishedRequest request) {
        int at = slot * NUMBERS;
        LONG.setOpaque(numbers, at + VERSION, WRITING);
        VarHandle.storeStoreFence();
        numbers[at + REQUEST_ID] = request.requestId();
        numbers[at + ARRIVED] = request.arrivedNanos();
        numbers[at + ENDED] = request.endedNanos();
        numbers[at + QUEUED] = request.queuedNanos();
        numbers[at + DISPATCHED] = request.dispatchedNanos();
        numbers[at + WORKER_WAIT] = request.workerWaitNanos();
        numbers[at + HANDLER] = request.handlerNanos();
        numbers[at + ATTEMPT_AND_HOPS] = (long) request.attempt() << Integer.SIZE | request.hops();
        int flags = request.status().number() | (request.isAccepted() ? ACCEPTED_BIT : 0);
        numbers[at + STATUS_AND_POOL] = (long) request.pool() << Integer.SIZE | flags;
        numbers[at + PARTIALS] = request.partials();
        int from = slot * REFERENCES;
        references[from + CLIENT] = request.client();
        references[from + METHOD] = request.method();
        references[from + MESSAGE] = request.message();
        references[from + WORKER] = request.worker();
        references[from + STEPS] = request.steps();
        references[from + CALLER] = request.caller();
        LONG.setRelease(numbers, at + VERSION, version);
    }

    /** What is there; empty: nothing yet, or it is being written over again and again. */
    Optional<JournalEntry> read(int slot) {
        int at = slot * NUMBERS + VERSION;
        for (int i = 0; i < READS_MAX; i++) {
            long version = (long) LONG.getAcquire(numbers, at);
            if (version != WRITING) {
                JournalEntry entry = copy(slot);
                VarHandle.loadLoadFence();
                if (entry != null && (long) LONG.getOpaque(numbers, at) == version) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    /** The version of what is there; 0: nothing, or it is being written. */
    long version(int slot) {
        return (long) LONG.getAcquire(numbers, slot * NUMBERS + VERSION);
    }

    /** Null if the parts cannot belong together. */
    private @Nullable JournalEntry copy(int slot) {
        int at = slot * NUMBERS;
        int from = slot * REFERENCES;
        int flags = (int) numbers[at + STATUS_AND_POOL];
        if (!(references[from + CLIENT] instanceof Identity client
                && references[from + METHOD] instanceof String method
                && references[from + MESSAGE] instanceof String message
                && references[from + WORKER] instanceof String worker
                && references[from + CALLER] instanceof String caller)) {
            return null;
        }
        return new JournalEntry(
                numbers[at + REQUEST_ID],
                client,
                caller,
                method,
                (int) (numbers[at + STATUS_AND_POOL] >> Integer.SIZE),
                (flags & ACCEPTED_BIT) != 0,
                StatusCode.ofNumber(flags & STATUS_MASK),
                message,
                numbers[at + ARRIVED],
                numbers[at + ENDED],
                numbers[at + QUEUED],
                numbers[at + DISPATCHED],
                numbers[at + WORKER_WAIT],
                numbers[at + HANDLER],
                (int) (numbers[at + ATTEMPT_AND_HOPS] >> Integer.SIZE),
                (int) numbers[at + ATTEMPT_AND_HOPS],
                numbers[at + PARTIALS],
                worker,
                references[from + STEPS] instanceof RequestSteps steps ? steps.steps() : List.of());
    }
}
