package dev.baton.bench.plan;

/** How many worker processes there are, how many requests each handles at once, and for how long. */
public record WorkerSetup(int processes, int threads, ServiceTime service) {
    /** How many requests are handled at once. */
    public int slots() {
        return processes * threads;
    }
}
