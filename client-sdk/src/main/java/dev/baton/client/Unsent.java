package dev.baton.client;

/** Why the calls that wait to be sent wait. The loop says so whenever it has tried in vain; callers that come back late may read it. */
enum Unsent {
    /** Nothing stands in the way: the loop has only not come to it, because this process stood still or has too little processor time. */
    NOT_REACHED,
    /** No broker is connected. */
    NO_CONNECTION,
    /** As many calls as are allowed wait for their replies. */
    WINDOW_FULL,
    /** Connected, but the socket's buffers are full: the broker or the network does not take what was sent before. */
    SOCKET_FULL
}
