package dev.baton.wire;

/**
 * How much the client of a stream takes in all, counted from the beginning of the call. A sum, not an addition: credit that comes twice does
 * no harm, and credit that is lost is made good by the next.
 *
 * @param replies how many partial replies; the final one needs no credit. 0: the client wants no stream
 * @param bytes how many bytes of payload: the last reply that begins within the sum may go beyond it; 0: no bound in bytes
 */
public record StreamCredit(long replies, long bytes) {
    /** A client that wants one reply, no stream. */
    public static final StreamCredit NONE = new StreamCredit(0, 0);

    public StreamCredit {
        if (replies < 0 || bytes < 0) {
            throw new IllegalArgumentException("credit: " + replies + " replies, " + bytes + " bytes (expected: >= 0)");
        }
    }
}
