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
        if (messages.size() >= maxMessages || bytes + message.totalBytes() > maxBytes) {
            return false;
        }
        force(message);
        return true;
    }

    /** Keeps it whether or not there is room. */
    void force(Frames message) {
        messages.addLast(Frames.of(message.slice(0, message.count())));
        bytes += message.totalBytes();
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
