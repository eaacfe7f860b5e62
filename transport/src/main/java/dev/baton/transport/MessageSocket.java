package dev.baton.transport;

import dev.baton.wire.Frames;
import org.jspecify.annotations.Nullable;

/**
 * One ZeroMQ socket, seen as a source and sink of whole messages. It never blocks. Not thread-safe: one thread at a time, and a lock
 * between two threads that take turns.
 */
public interface MessageSocket extends AutoCloseable {
    /**
     * Takes the next message if there is one.
     *
     * @param into is cleared, then filled
     * @return whether there was one
     */
    boolean receive(Frames into);

    /**
     * Offers a message. It is taken whole or not at all; the frames must not be written to afterwards.
     *
     * @return what became of it
     */
    SendResult send(Frames message);

    /** Whether there is something to receive. After false, whatever arrives next is told to the listener of {@link #onArrival}. */
    boolean hasInput();

    /**
     * Calls this when something arrives after the socket was found empty, and sometimes without a reason.
     *
     * @param onArrival called by an I/O thread; must be quick and must not throw
     * @return false: it will not; JeroMQ's own classes come before Baton's on the class path
     */
    boolean onArrival(Runnable onArrival);

    /** The address, {@code host:port}, of the peer that sent the last received message; empty if not known. */
    String lastPeerAddress();

    /**
     * Who sent the last received message, proven by its key; always the same object for one connection but for rare cases. Null: the socket is not
     * guarded, or the message does not come from a peer.
     */
    @Nullable
    Peer lastPeer();

    /** Where the socket is bound, with the port that was chosen, or what it connects to. */
    String endpoint();

    /** How many messages {@link #receive} has thrown away because they had more frames than {@link SocketSettings#maxFrames()}. */
    long oversizedMessages();

    /** Closes the socket; what was sent leaves within the linger time. Twice is fine. */
    @Override
    void close();
}
