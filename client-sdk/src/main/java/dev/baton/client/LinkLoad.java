package dev.baton.client;

/**
 * What is on its way over one connection to a broker, and how the broker takes it: what decides whether it gets the next call when there
 * are several brokers. Loop only.
 */
final class LinkLoad {
    private final long quietAfterNanos;
    private int open;
    private long heardNanos;
    private boolean refused;
    private long refusesUntilNanos;

    /**
     * A link with nothing on its way.
     *
     * @param quietAfterNanos a broker that owes replies and is silent for so long gets no further calls while another one does better
     */
    LinkLoad(long quietAfterNanos) {
        this.quietAfterNanos = quietAfterNanos;
    }

    /** A request has left. */
    void onSent(long nowNanos) {
        if (open++ == 0) {
            heardNanos = nowNanos; // it owes nothing from earlier
        }
    }

    /** A call whose request went this way is over. */
    void onEnded() {
        open--;
    }

    /** Something came from the broker. */
    void onHeard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** The broker itself would not take a call: it stops, or is full. */
    void onRefused(long nowNanos, long forNanos) {
        refused = true;
        refusesUntilNanos = nowNanos + forNanos;
    }

    /** How many calls are sent and unanswered. */
    int open() {
        return open;
    }

    /** Whether a call is better sent elsewhere: the broker is silent although it owes replies, or has just refused one. */
    boolean isDoubtful(long nowNanos) {
        return isQuiet(nowNanos) || refuses(nowNanos);
    }

    private boolean isQuiet(long nowNanos) {
        return open > 0 && nowNanos - heardNanos >= quietAfterNanos;
    }

    private boolean refuses(long nowNanos) {
        refused = refused && nowNanos - refusesUntilNanos < 0;
        return refused;
    }
}
