package dev.baton.cli.bench;

/** What a hostile peer does. */
enum AbuseKind {
    /** Connects and says nothing. */
    SILENT,
    /** Sends ZMTP's greeting and nothing more. */
    GREETING_ONLY,
    /** Sends the greeting byte by byte. */
    SLOW_LORIS,
    /** Sends what is not ZMTP. */
    GARBAGE,
    /** Shakes hands, then announces a frame of a size that nobody can mean. */
    HUGE_LENGTH,
    /** Connects and is gone. */
    CONNECT_STORM,
    /** Sends messages that are no requests. */
    MALFORMED,
    /** Sends plain requests as fast as it is let, and does not read the answers. */
    FLOOD
}
