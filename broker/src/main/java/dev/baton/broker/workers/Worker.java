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
    private long heardNanos;
    private long steadySinceNanos;
    private long lastToken;
    private long handBacks;
    private long lostLeases;

    Worker(String id, String address, long nowNanos) {
        this.id = id;
        this.address = address;
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

    void become(WorkerState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("worker " + id + " is " + state + " and cannot become " + next);
        }
        state = next;
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

    /** Since when it has spoken without a long pause. */
    long steadySinceNanos() {
        return steadySinceNanos;
    }

    /** Requests with tokens up to this one have reached it, if they were dealt to it at all. */
    public long lastToken() {
        return lastToken;
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
