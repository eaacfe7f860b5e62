package dev.baton.transport;

/** Why a connection was not taken, or not kept. */
public enum RefusedConnection {
    /** There are as many as there may be. */
    TOO_MANY,
    /** There are as many of its address as there may be. */
    TOO_MANY_OF_ADDRESS,
    /** Too many others have not finished their handshake. */
    TOO_MANY_HANDSHAKES,
    /** It did not finish its handshake in time. */
    SLOW_HANDSHAKE,
    /** No descriptors were left, so that taking connections rested for a moment. Those who came wait. */
    NO_DESCRIPTORS
}
