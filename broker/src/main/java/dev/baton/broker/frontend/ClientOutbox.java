package dev.baton.broker.frontend;

import dev.baton.wire.Frames;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Replies for one client that does not read at the moment, up to a bound. Broker thread only. */
final class ClientOutbox {
    private final int maxMessages;
    private final long maxBytes;
    private final ArrayDeque<Frames> messages = new ArrayDeque<>();
    private long bytes;

    ClientOutbox(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Keeps a copy of the message (not of its frames); false: no room. */
    boolean offer(Frames message) {
        long size = message.totalBytes();
        if (messages.size() >= maxMessages || bytes + size > maxBytes) {
            return false;
        }
        messages.addLast(Frames.of(message.slice(0, message.count())));
        bytes += size;
        return true;
    }

    @Nullable
    Frames peek() {
        return messages.peekFirst();
    }

    void remove() {
        bytes -= messages.removeFirst().totalBytes();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }
}
