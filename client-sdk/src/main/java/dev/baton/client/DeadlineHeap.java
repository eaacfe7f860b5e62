package dev.baton.client;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open calls by deadline, nearest first. A binary heap whose members know their place, so that a call that ends early, as nearly all do,
 * is taken out at once and not kept until its deadline; that is what {@link java.util.PriorityQueue} cannot do without a search. New calls
 * mostly have the latest deadline and stay where they are put: adding is usually one comparison. Loop only.
 */
final class DeadlineHeap {
    /** The {@link PendingCall#heapIndex} of a call that is not in here. */
    static final int OUTSIDE = -1;

    private @Nullable PendingCall[] heap = new PendingCall[64];
    private int size;

    int size() {
        return size;
    }

    void add(PendingCall call) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size * 2);
        }
        siftUp(size++, call);
    }

    /** The call with the nearest deadline. */
    @Nullable
    PendingCall first() {
        return heap[0];
    }

    /** Takes the call out, if it is in here. */
    void remove(PendingCall call) {
        int index = call.heapIndex;
        if (index == OUTSIDE) {
            return;
        }
        call.heapIndex = OUTSIDE;
        PendingCall moved = at(--size);
        heap[size] = null;
        if (moved != call) {
            siftDown(index, moved);
            if (moved.heapIndex == index) {
                siftUp(index, moved);
            }
        }
    }

    private void siftUp(int from, PendingCall call) {
        int index = from;
        while (index > 0) {
            int parent = (index - 1) >>> 1;
            if (!call.isDueBefore(at(parent))) {
                break;
            }
            put(index, at(parent));
            index = parent;
        }
        put(index, call);
    }

    private void siftDown(int from, PendingCall call) {
        int index = from;
        while (index < size >>> 1) {
            int child = 2 * index + 1;
            if (child + 1 < size && at(child + 1).isDueBefore(at(child))) {
                child++;
            }
            if (!at(child).isDueBefore(call)) {
                break;
            }
            put(index, at(child));
            index = child;
        }
        put(index, call);
    }

    private void put(int index, PendingCall call) {
        heap[index] = call;
        call.heapIndex = index;
    }

    @SuppressWarnings("NullAway") // below size every place is taken
    private PendingCall at(int index) {
        return heap[index];
    }
}
