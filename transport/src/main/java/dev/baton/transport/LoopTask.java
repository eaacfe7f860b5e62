package dev.baton.transport;

/** What a {@link LoopThread} runs, pass after pass. Every method is called on that thread only. */
public interface LoopTask {
    /**
     * One pass: does what there is to do, within its budgets, and never waits.
     *
     * @return how much was done; 0: nothing, so the loop may wait
     */
    int doWork(long nowNanos);

    /** Waits for something to do: messages, commands, or the next timer. */
    void await(long nowNanos);

    /** Called once, after the last pass. */
    void onStop();

    /** Told of whatever {@link #doWork} or {@link #await} throws. The loop goes on. */
    void onError(Throwable error);
}
