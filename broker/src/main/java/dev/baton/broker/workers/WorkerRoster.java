package dev.baton.broker.workers;

import dev.baton.wire.WorkerSignal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one pool. A worker makes itself known by a signal; a connected peer that never sends one is a plain peer: a REP that knows
 * nothing of Baton, or the next broker of a chain. Connections are told apart by the peer's address, which each signal bears.
 *
 * <p>Broker thread only. Its clock is the one that is handed in, which should stand still while the broker does.
 */
public final class WorkerRoster {
    private static final long NONE_YET = 0;

    private final long suspectNanos;
    private final long goneNanos;
    private final int plainCapacity;
    private final Consumer<Worker> onChange;
    private final Map<String, Worker> byId = new LinkedHashMap<>();
    private final Map<String, Worker> byAddress = new HashMap<>();
    private final Set<String> connected = new HashSet<>();
    private final Set<String> plainPeers = new HashSet<>();
    private final Set<String> saidGoodbye = new HashSet<>();

    /**
     * An empty roster.
     *
     * @param suspectNanos silent for this long, a worker does not count
     * @param goneNanos silent for this long and not connected, it is forgotten
     * @param plainCapacity what a plain peer counts as
     * @param onChange hears of each worker whose state is new
     */
    public WorkerRoster(long suspectNanos, long goneNanos, int plainCapacity, Consumer<Worker> onChange) {
        this.suspectNanos = suspectNanos;
        this.goneNanos = goneNanos;
        this.plainCapacity = plainCapacity;
        this.onChange = onChange;
    }

    /** A peer connected. It is a plain one until a signal comes from it. */
    public void onConnected(String address) {
        connected.add(address);
        if (!byAddress.containsKey(address)) {
            plainPeers.add(address);
        }
    }

    /** How a connection ended. */
    public enum Departure {
        /** After a goodbye: whatever was still on the way there was not run. */
        CLEAN,
        /** Nobody knows what was run there. */
        ABRUPT
    }

    /** A peer is gone. If it was a worker that said nothing before, {@code onLost} is shown it. */
    public Departure onDisconnected(String address, Consumer<Worker> onLost) {
        connected.remove(address);
        plainPeers.remove(address);
        Worker worker = byAddress.get(address);
        if (worker != null) {
            remove(worker);
            onLost.accept(worker);
        }
        return saidGoodbye.remove(address) ? Departure.CLEAN : Departure.ABRUPT;
    }

    /**
     * Takes note of a signal.
     *
     * @return the worker that sent it
     */
    public Worker onSignal(WorkerSignal signal, String address, long nowNanos) {
        Worker known = byId.get(signal.workerId());
        WorkerState before = known == null ? null : known.state();
        Worker worker = workerAt(address, known, signal.workerId(), nowNanos);
        moveTo(worker, address);
        worker.heard(address, nowNanos, suspectNanos);
        apply(signal, worker);
        if (worker != known && worker.state() != WorkerState.GONE) {
            byId.put(worker.id(), worker);
        }
        if (worker.state() == WorkerState.GONE) {
            forget(worker);
            if (connected.contains(address)) {
                saidGoodbye.add(address);
            }
        }
        if (worker.state() != before) {
            onChange.accept(worker);
        }
        return worker;
    }

    /**
     * A worker that is back by another connection is another worker here: what it held goes down with the first connection, whose end may not have
     * been told yet. Only an operator's wish goes with it.
     */
    private static Worker workerAt(String address, @Nullable Worker known, String id, long nowNanos) {
        if (known != null && known.address().equals(address)) {
            return known;
        }
        Worker worker = new Worker(id, address, nowNanos);
        if (known != null) {
            worker.wish(known.unfulfilledWish());
        }
        return worker;
    }

    private void moveTo(Worker worker, String address) {
        byAddress.remove(worker.address(), worker);
        byAddress.put(address, worker);
        plainPeers.remove(address);
    }

    private static void apply(WorkerSignal signal, Worker worker) {
        if (signal instanceof WorkerSignal.Register register) {
            worker.describe(register.host(), register.pid(), register.methods());
            // Requests may be on their way already: the connection was there before this word of it.
            worker.beat(register.capacity(), 0, NONE_YET);
        } else if (signal instanceof WorkerSignal.Heartbeat heartbeat) {
            worker.beat(heartbeat.capacity(), heartbeat.busy(), Math.max(worker.lastToken(), heartbeat.lastToken()));
            worker.leads(heartbeat.leaderThread(), TimeUnit.MICROSECONDS.toNanos(heartbeat.leaderHeldMicros()));
        } else if (signal instanceof WorkerSignal.Draining) {
            if (worker.state() != WorkerState.DRAINING) {
                worker.become(WorkerState.DRAINING);
            }
        } else if (signal instanceof WorkerSignal.Resumed) {
            if (worker.state() == WorkerState.DRAINING) {
                worker.become(WorkerState.READY);
            }
        } else {
            worker.goodbye();
        }
    }

    /** Looks for workers that have been silent for too long; shows those that are gone now. */
    public void expire(long nowNanos, Consumer<Worker> gone) {
        List<Worker> lost = new ArrayList<>(0);
        for (Worker worker : byId.values()) {
            long silentNanos = nowNanos - worker.heardNanos();
            // While its connection stands, requests may be on their way to it: it is frozen, not gone.
            if (silentNanos >= goneNanos && !connected.contains(worker.address())) {
                lost.add(worker);
            } else if (silentNanos >= suspectNanos && worker.state() == WorkerState.READY) {
                worker.become(WorkerState.SUSPECT);
                onChange.accept(worker);
            }
        }
        for (Worker worker : lost) {
            remove(worker);
            gone.accept(worker);
        }
    }

    private void remove(Worker worker) {
        worker.become(WorkerState.GONE);
        if (forget(worker)) {
            onChange.accept(worker);
        }
    }

    /** False: it is back by another connection. */
    private boolean forget(Worker worker) {
        byAddress.remove(worker.address(), worker);
        return byId.remove(worker.id(), worker);
    }

    /** How many requests can run at once: the slots of the ready workers, and what plain peers count as. */
    public int capacity() {
        int sum = plainPeers.size() * plainCapacity;
        for (Worker worker : byId.values()) {
            sum += worker.state() == WorkerState.READY ? worker.capacity() : 0;
        }
        return sum;
    }

    /** How many workers and plain peers {@link #capacity} is the sum of. */
    public int countedWorkers() {
        int count = plainPeers.size();
        for (Worker worker : byId.values()) {
            count += worker.state() == WorkerState.READY ? 1 : 0;
        }
        return count;
    }

    /** How many slots were busy at the workers' last heartbeats. */
    public int busy() {
        int sum = 0;
        for (Worker worker : byId.values()) {
            sum += worker.busy();
        }
        return sum;
    }

    /**
     * Every request with a token up to this one has reached its worker, unless it was lost: so it is answered, claimed, or nowhere. {@code
     * Long.MIN_VALUE} while there are plain peers, of whom nothing is known.
     */
    public long settledToken(long newestToken) {
        if (!plainPeers.isEmpty()) {
            return Long.MIN_VALUE;
        }
        long settled = newestToken;
        for (Worker worker : byId.values()) {
            settled = Math.min(settled, worker.lastToken());
        }
        return settled;
    }

    /**
     * Whether the request with this token may be on its way to a worker that stands still. One that has spoken steadily for {@code
     * longEnoughNanos} and has not seen it will not see it any more.
     */
    public boolean mayHaveUnseen(long token, long nowNanos, long longEnoughNanos) {
        return byId.values().stream()
                .filter(worker -> worker.lastToken() < token && connected.contains(worker.address()))
                .anyMatch(worker -> nowNanos - worker.heardNanos() >= suspectNanos
                        || nowNanos - worker.steadySinceNanos() < longEnoughNanos);
    }

    /** Whether a worker is connected and silent: it stands still, and requests are dealt to it all the same. */
    public boolean hasSilent() {
        for (Worker worker : byId.values()) {
            if (worker.state() == WorkerState.SUSPECT && connected.contains(worker.address())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a worker has said goodbye whose connection has not ended yet. */
    public boolean hasLeaving() {
        return !saidGoodbye.isEmpty();
    }

    /** How many connected peers never sent a signal. */
    public int plainPeers() {
        return plainPeers.size();
    }

    /** The worker with this id; null: none. */
    public @Nullable Worker find(String id) {
        return byId.get(id);
    }

    /** Those that have made themselves known and are not gone, oldest first. */
    public Collection<Worker> workers() {
        return byId.values();
    }
}
