package dev.baton.broker.frontend;

import dev.baton.wire.Identity;
import dev.baton.wire.RequestRouting;

/** Hears what comes from clients. Called on the broker thread. */
public interface FrontendListener {
    /**
     * A request with a header.
     *
     * @param envelope the frames before the delimiter, the client's identity first
     * @param content the frames after it, the header first
     * @param routing the header's fields; filled again for the next request
     */
    void onRequest(byte[][] envelope, byte[][] content, RequestRouting routing);

    /** A request without a header, from a peer that knows nothing of Baton. */
    void onForeignRequest(byte[][] envelope, byte[][] content);

    /** A request in a version of the protocol that this broker does not speak. */
    void onOtherVersion(byte[][] envelope, byte[][] content);

    /** A client has disconnected. */
    void onClientGone(Identity client);
}
