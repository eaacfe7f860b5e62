package dev.baton.broker.dispatch;

/** When a worker is to be told of the credit of one stream. Broker thread only. */
final class CreditTelling {
    private static final long FIRST_REMINDER_NANOS = 250_000_000;
    private static final long LAST_REMINDER_NANOS = 10_000_000_000L;

    private boolean due;
    private boolean owed;
    private boolean unheard;
    private long unheardSinceNanos;
    private long againNanos;
    private long pauseNanos = FIRST_REMINDER_NANOS;

    /** It is to be told at the end of this pass; false: that is known already. */
    boolean noteDue() {
        boolean news = !due;
        due = true;
        return news;
    }

    /** It is not known yet who is to be told. */
    void postpone() {
        due = false;
        owed = true;
    }

    /** The worker has been told, for all that is known. */
    void onTold(long runningNanos) {
        due = false;
        owed = false;
        unheard = false;
        againNanos = runningNanos + pauseNanos;
        pauseNanos = Math.min(2 * pauseNanos, LAST_REMINDER_NANOS);
    }

    /** The worker does not listen. */
    void onNotHeard(long runningNanos) {
        due = false;
        owed = true;
        againNanos = runningNanos;
        if (!unheard) {
            unheard = true;
            unheardSinceNanos = runningNanos;
        }
    }

    /** A reply came: its worker is not waiting at the moment. */
    void onPartial(long runningNanos) {
        againNanos = runningNanos + FIRST_REMINDER_NANOS;
        pauseNanos = FIRST_REMINDER_NANOS;
    }

    /** Whether the worker has not been told of the newest credit. */
    boolean isOwed() {
        return owed;
    }

    /** Whether it is time to tell again. */
    boolean isDue(long runningNanos) {
        return runningNanos - againNanos >= 0;
    }

    /** Whether the worker has not listened for too long. */
    boolean isHopeless(long runningNanos) {
        return unheard && runningNanos - unheardSinceNanos >= StreamTable.PATIENCE_NANOS;
    }
}
