package dev.baton.broker.workers;

import java.util.List;

/** One worker process, as its signals describe it. Broker thread only. */
public final class Worker {
    /** More than any worker has; a sum of many such still fits. */
    private static final int MAX_CAPACITY = 1 << 16;

    private final String id;
    private String address;
    private String host = "";
    private long pid;
    private List<String> methods = List.of();
    private WorkerState state = WorkerState.READY;
    private int capacity;
    private int busy;
    private final long firstHeardNanos;
    private long heardNanos;
    private long steadySinceNanos;
    private long lastToken;
    private boolean saidGoodbye;
    private long handBacks;
    private long lostLeases;
    private String leaderThread = "";
    private long leaderHeldNanos;
    private Wish wish = Wish.NONE;

    /** What an operator wants of it that it has not done yet. */
    public enum Wish {
        /** Nothing. */
        NONE,
        /** To take nothing new. */
        DRAIN,
        /** To take requests again. */
        RESUME
    }

    Worker(String id, String address, long nowNanos) {
        this.id = id;
        this.address = address;
        this.firstHeardNanos = nowNanos;
        this.heardNanos = nowNanos;
        this.steadySinceNanos = nowNanos;
    }

    void describe(String newHost, long newPid, List<String> newMethods) {
        host = newHost;
        pid = newPid;
        methods = newMethods;
    }

    void heard(String newAddress, long nowNanos, long suspectNanos) {
        address = newAddress;
        if (nowNanos - heardNanos >= suspectNanos) {
            steadySinceNanos = nowNanos;
        }
        heardNanos = nowNanos;
        if (state == WorkerState.SUSPECT) {
            become(WorkerState.READY);
        }
    }

    void beat(int newCapacity, int newBusy, long newLastToken) {
        capacity = Math.min(newCapacity, MAX_CAPACITY);
        busy = newBusy;
        lastToken = newLastToken;
    }

    void goodbye() {
        become(WorkerState.GONE);
        saidGoodbye = true;
    }

    void leads(String thread, long heldNanos) {
        leaderThread = thread;
        leaderHeldNanos = heldNanos;
    }

    void become(WorkerState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("worker " + id + " is " + state + " and cannot become " + next);
        }
        state = next;
    }

    /** An operator wants it so. */
    public void wish(Wish newWish) {
        wish = newWish;
    }

    /** What is still to be said to it, because it has not done it. */
    public Wish unfulfilledWish() {
        boolean isDraining = state == WorkerState.DRAINING;
        if (wish != Wish.NONE && isDraining == (wish == Wish.DRAIN)) {
            wish = Wish.NONE;
        }
        return wish;
    }

    /** One more request came back from it. */
    public void handedBack() {
        handBacks++;
    }

    /** One more request was lost with it. */
    public void leaseLost() {
        lostLeases++;
    }

    /** One per worker process and start. */
    public String id() {
        return id;
    }

    /** Where its connection comes from. */
    public String address() {
        return address;
    }

    /** Where it runs; empty if it never said. */
    public String host() {
        return host;
    }

    /** Its process; 0 if it never said. */
    public long pid() {
        return pid;
    }

    /** What it has handlers for. */
    public List<String> methods() {
        return methods;
    }

    /** What the broker thinks of it. */
    public WorkerState state() {
        return state;
    }

    /** Its slots. */
    public int capacity() {
        return capacity;
    }

    /** Slots taken at its last heartbeat. */
    public int busy() {
        return busy;
    }

    /** When anything was heard of it, by the clock that was handed in. */
    public long heardNanos() {
        return heardNanos;
    }

    /** When it was first heard of, by the same clock. */
    public long firstHeardNanos() {
        return firstHeardNanos;
    }

    /** Whether it is gone because it wanted to go. */
    public boolean saidGoodbye() {
        return saidGoodbye;
    }

    /** Since when it has spoken without a long pause. */
    long steadySinceNanos() {
        return steadySinceNanos;
    }

    /** Requests with tokens up to this one have reached it, if they were dealt to it at all. */
    public long lastToken() {
        return lastToken;
    }

    /** The thread that led at its last heartbeat; empty: it has not said. */
    public String leaderThread() {
        return leaderThread;
    }

    /** For how long that thread had led by then. */
    public long leaderHeldNanos() {
        return leaderHeldNanos;
    }

    /** How many requests it has returned. */
    public long handBacks() {
        return handBacks;
    }

    /** How many requests were lost with it. */
    public long lostLeases() {
        return lostLeases;
    }
}
