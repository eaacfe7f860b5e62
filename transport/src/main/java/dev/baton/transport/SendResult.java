package dev.baton.transport;

/** What became of a message that was offered to a socket. */
public enum SendResult {
    /** The socket took it whole. It may still be lost on the way. */
    SENT,
    /** No room at the moment, or nobody is connected. The message was not taken. */
    WOULD_BLOCK,
    /** The peer that the message names is not connected. The message was not taken. */
    UNREACHABLE
}
