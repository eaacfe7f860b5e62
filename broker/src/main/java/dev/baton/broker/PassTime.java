package dev.baton.broker;

/** When the pass of the loop began that runs: what happens in it happens then. Broker thread only. */
final class PassTime {
    private long nowNanos;

    PassTime(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    void set(long newNowNanos) {
        nowNanos = newNowNanos;
    }

    long nowNanos() {
        return nowNanos;
    }
}
