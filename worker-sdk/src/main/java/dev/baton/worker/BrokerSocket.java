package dev.baton.worker;

import dev.baton.transport.SendResult;
import dev.baton.wire.Frames;

/** The leader's socket together with its way to wait. Leader only, all of it. */
interface BrokerSocket {
    /** Takes the next message if there is one. */
    boolean receive(Frames into);

    /** Whether a message may be there. After false, the next arrival is told to whoever opened the socket. */
    boolean mayHaveInput();

    /** Offers a message. */
    SendResult send(Frames message);

    /** Waits for a message or a wake-up; may return without a reason. */
    void await(long timeoutNanos);

    /** Subscribes to the broker's control messages, anew if it had before. */
    void openControl();

    /** Ends the subscription. */
    void closeControl();

    /** Takes the next control message if there is one. */
    boolean receiveControl(Frames into);

    /** How many messages were thrown away for their number of frames. */
    long oversizedMessages();

    /** Closes the socket; what was sent leaves in the background. */
    void close();

    /** Makes sockets to one broker. */
    @FunctionalInterface
    interface Opener {
        /** A new socket, which tells this state of its connections. */
        BrokerSocket open(LinkState state);
    }
}
