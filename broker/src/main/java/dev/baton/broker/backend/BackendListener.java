package dev.baton.broker.backend;

import dev.baton.broker.observe.DropReason;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.WorkerSignal;

/** Hears what comes from workers. Called on the broker thread. */
public interface BackendListener {
    /**
     * A reply with a header.
     *
     * @param token of the dispatch that it answers
     * @param content the frames after the delimiter, the header first
     * @param routing the header's fields; filled again for the next reply
     */
    void onReply(long token, byte[][] content, ReplyRouting routing);

    /** A reply without a header, from a peer that knows nothing of Baton. */
    void onForeignReply(long token, byte[][] content);

    /** A worker says something of itself, over the connection from this address. */
    void onSignal(WorkerSignal signal, String peerAddress);

    /** Something was thrown away. */
    void onDropped(DropReason reason);
}
