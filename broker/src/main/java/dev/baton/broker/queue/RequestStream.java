package dev.baton.broker.queue;

/**
 * How far the stream of replies to a request has come: what its client has granted, and what has been passed on to it. Only requests that want
 * a stream have one. Broker thread only.
 */
public final class RequestStream {
    /** What a partial reply is to its stream. */
    public enum Place {
        /** The one that is due. */
        NEXT,
        /** It has been here before. */
        REPEATED,
        /** One before it is missing. */
        AFTER_A_GAP,
        /** It is due, but the client has no room for it. */
        BEYOND_CREDIT,
        /** There is no stream: the client wants one reply. */
        NOWHERE
    }

    private boolean granted;
    private final boolean boundsBytes;
    private long credit;
    private long creditBytes;
    private long passedOn;

    /**
     * The beginning.
     *
     * @param window how many replies the client takes before it grants more
     * @param windowBytes the same in bytes; 0: no bound
     */
    RequestStream(long window, long windowBytes) {
        this.boundsBytes = windowBytes > 0;
        this.credit = window;
        this.creditBytes = windowBytes;
    }

    /** The client takes so much from the beginning on; false: that is nothing new. */
    public boolean grant(long newCredit, long newCreditBytes) {
        boolean more = newCredit > credit || (boundsBytes && newCreditBytes > creditBytes);
        if (more) {
            granted = true;
            credit = Math.max(credit, newCredit);
            creditBytes = boundsBytes ? Math.max(creditBytes, newCreditBytes) : 0;
        }
        return more;
    }

    /** Where a partial reply with this number belongs. Of bytes the worker alone keeps count: they are a wish, the number is a promise. */
    public Place placeOf(long sequence) {
        if (sequence <= passedOn) {
            return Place.REPEATED;
        }
        if (sequence > passedOn + 1) {
            return Place.AFTER_A_GAP;
        }
        return sequence > credit ? Place.BEYOND_CREDIT : Place.NEXT;
    }

    /** The one that was due has been passed on. */
    public void passedOn() {
        passedOn++;
    }

    /** How many replies have been passed on. */
    public long count() {
        return passedOn;
    }

    /** Whether the client has granted more than the request itself told the worker. */
    public boolean hasGrants() {
        return granted;
    }

    /** How many replies the client takes, from the beginning on. */
    public long credit() {
        return credit;
    }

    /** The same in bytes; 0: no bound. */
    public long creditBytes() {
        return creditBytes;
    }
}
