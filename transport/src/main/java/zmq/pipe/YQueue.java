package zmq.pipe;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the class of this name in JeroMQ 0.6.0: a queue between two threads, in linked chunks. JeroMQ's has room for 256 messages from the
 * beginning, with a number beside each, which is 2 KiB in all, and each connection has two queues; and it keeps all the chunks that it ever
 * had. Here a chunk is shorter and numbers its places by its first, and one chunk is kept for the next use, as libzmq does it. See
 * docs/adr/0003-shared-buffers.md.
 *
 * <p>One thread writes (push, unpush, back, backPos) and one reads (pop, front, frontPos). They meet in {@link YPipe}: it shows the reader only what
 * the writer has published, by an atomic variable, which also makes the chunks' fields visible.
 */
final class YQueue<T> {
    private static final int MAX_CHUNK = 64;

    private static final class Chunk {
        private final @Nullable Object[] values;
        private final int firstPosition;
        private @Nullable Chunk previous;
        private @Nullable Chunk next;

        Chunk(int size, int firstPosition) {
            this.values = new Object[size];
            this.firstPosition = firstPosition;
        }
    }

    private final int size;
    private final AtomicReference<@Nullable Chunk> spare = new AtomicReference<>();

    // The reader's place.
    private Chunk beginChunk;
    private int beginIndex;

    // The writer's places: the one that is written next, and the one after it, which exists already.
    private Chunk backChunk;
    private int backIndex;
    private Chunk endChunk;
    private int endIndex = 1;
    private int nextPosition;

    YQueue(int size) {
        this.size = Math.min(size, MAX_CHUNK);
        this.beginChunk = newChunk();
        this.backChunk = beginChunk;
        this.endChunk = beginChunk;
    }

    /** Positions are never negative, because {@link YPipe} has a meaning of its own for -1; after two thousand million they begin again. */
    private Chunk newChunk() {
        Chunk chunk = new Chunk(size, nextPosition);
        nextPosition = nextPosition > Integer.MAX_VALUE - 2 * size ? 0 : nextPosition + size;
        return chunk;
    }

    int frontPos() {
        return beginChunk.firstPosition + beginIndex;
    }

    T front() {
        return value(beginChunk, beginIndex);
    }

    int backPos() {
        return backChunk.firstPosition + backIndex;
    }

    T back() {
        return value(backChunk, backIndex);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // who asks knows that there is a value
    private T value(Chunk chunk, int index) {
        return (T) chunk.values[index];
    }

    void push(T value) {
        backChunk.values[backIndex] = value;
        backChunk = endChunk;
        backIndex = endIndex;
        if (++endIndex == size) {
            Chunk kept = spare.getAndSet(null);
            Chunk added = kept == null ? newChunk() : kept;
            added.previous = endChunk;
            endChunk.next = added;
            endChunk = added;
            endIndex = 0;
        }
    }

    /** Takes back what was pushed last and not published. */
    void unpush() {
        if (backIndex > 0) {
            backIndex--;
        } else {
            backIndex = size - 1;
            backChunk = Objects.requireNonNull(backChunk.previous, "nothing to take back");
        }
        if (endIndex > 0) {
            endIndex--;
        } else {
            endIndex = size - 1;
            endChunk = Objects.requireNonNull(endChunk.previous, "nothing to take back");
            endChunk.next = null;
        }
    }

    T pop() {
        T value = value(beginChunk, beginIndex);
        beginChunk.values[beginIndex] = null;
        if (++beginIndex == size) {
            Chunk left = beginChunk;
            beginChunk = Objects.requireNonNull(left.next, "nothing to read");
            beginChunk.previous = null;
            beginIndex = 0;
            left.next = null;
            spare.set(left);
        }
        return value;
    }
}
