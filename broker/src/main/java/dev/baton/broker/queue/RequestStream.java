package dev.baton.broker.queue;

/**
 * How far the stream of replies to a request has come: what its client has granted, and what has been passed on to it. Only requests that want
 * a stream have one.
 *
 * <p>A client may grant whatever it likes, and a worker would fill its memory with it where it writes faster than the broker reads. So the worker
 * is told of no more than a lead over what has been passed on. Broker thread only.
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

    private final boolean boundsBytes;
    private final long lead;
    private final long leadBytes;
    private boolean granted;
    private long credit;
    private long creditBytes;
    private long passedOn;
    private long passedOnBytes;
    private long told;
    private long toldBytes;

    /**
     * The beginning.
     *
     * @param window how many replies the client takes before it grants more
     * @param windowBytes the same in bytes; 0: no bound
     * @param lead how many replies a worker may send before one of them was passed on
     * @param leadBytes the same in bytes
     */
    RequestStream(long window, long windowBytes, long lead, long leadBytes) {
        this.boundsBytes = windowBytes > 0;
        this.lead = lead;
        this.leadBytes = leadBytes;
        this.credit = window;
        this.creditBytes = windowBytes;
        this.told = tellable();
        this.toldBytes = tellableBytes();
    }

    /** The client takes so much from the beginning on; false: that is nothing new. */
    public boolean grant(long newCredit, long newCreditBytes) {
        boolean more = newCredit > credit || (boundsBytes && newCreditBytes > creditBytes);
        if (more) {
            credit = Math.max(credit, newCredit);
            creditBytes = boundsBytes ? Math.max(creditBytes, newCreditBytes) : 0;
        }
        return more && hasMoreToTell();
    }

    private boolean hasMoreToTell() {
        boolean more = tellable() > told || tellableBytes() > toldBytes;
        granted |= more;
        return more;
    }

    /** Told or about to be: from now on the worker may send as much as is {@link #tellable}. */
    public void told() {
        told = tellable();
        toldBytes = tellableBytes();
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

    /** The one that was due has been passed on; whether the worker will soon have used up what it knows of, and there is more. */
    public boolean passedOn(long bytes) {
        passedOn++;
        passedOnBytes += bytes;
        boolean fewReplies = told - passedOn <= lead / 2 && tellable() > told;
        boolean fewBytes = toldBytes - passedOnBytes <= leadBytes / 2 && tellableBytes() > toldBytes;
        granted |= fewReplies || fewBytes;
        return fewReplies || fewBytes;
    }

    /** How many replies have been passed on. */
    public long count() {
        return passedOn;
    }

    /** Whether the client has granted more than the request itself told the worker. */
    public boolean hasGrants() {
        return granted;
    }

    /** Whether the request itself says more than a worker is to know. */
    public boolean saysTooMuch() {
        return credit > lead || !boundsBytes || creditBytes > leadBytes;
    }

    /** How many replies the worker may send, from the beginning on. */
    public long tellable() {
        return Math.min(credit, saturated(passedOn, lead));
    }

    /** The same in bytes of payload. What was passed on is counted with headers, so this lead grows a little. */
    public long tellableBytes() {
        long most = saturated(passedOnBytes, leadBytes);
        return boundsBytes ? Math.min(creditBytes, most) : most;
    }

    private static long saturated(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
