package dev.baton.broker.dispatch;

import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.workers.Worker;
import org.jspecify.annotations.Nullable;

/** One dispatch of a request. Broker thread only. */
public final class InFlight {
    private final long token;
    private final BrokerRequest request;
    private final long dispatchedNanos;
    private long leasedRunningNanos;
    private @Nullable Worker claimedBy;
    private boolean wanted = true;
    private boolean stalled;
    private @Nullable CreditTelling telling;

    InFlight(long token, BrokerRequest request, long nowNanos, long runningNanos) {
        this.token = token;
        this.request = request;
        this.dispatchedNanos = nowNanos;
        this.leasedRunningNanos = runningNanos;
    }

    /** How its worker learns of the credit of its stream. */
    CreditTelling telling() {
        CreditTelling known = telling;
        if (known == null) {
            known = new CreditTelling();
            telling = known;
        }
        return known;
    }

    /** Its worker has just been heard of, whoever that is. */
    void renew(long runningNanos) {
        leasedRunningNanos = runningNanos;
    }

    void claim(Worker worker, long runningNanos) {
        claimedBy = worker;
        leasedRunningNanos = runningNanos;
    }

    void unwanted() {
        wanted = false;
        request.overrun();
    }

    void stalled(boolean newStalled) {
        stalled = newStalled;
    }

    /** Whether its lease has run out, and it is waited for all the same. */
    boolean isStalled() {
        return stalled;
    }

    /** Whether anybody still waits for its reply. */
    public boolean isWanted() {
        return wanted;
    }

    /** Finds this dispatch again. */
    public long token() {
        return token;
    }

    /** What was dispatched. */
    public BrokerRequest request() {
        return request;
    }

    /** When. */
    public long dispatchedNanos() {
        return dispatchedNanos;
    }

    /** Since when, by the running clock, nobody has renewed its lease. */
    long leasedRunningNanos() {
        return leasedRunningNanos;
    }

    /** Who has it, as far as is known. */
    public @Nullable Worker claimedBy() {
        return claimedBy;
    }
}
