package dev.baton.broker;

import dev.baton.broker.dispatch.PoolView;
import dev.baton.broker.observe.BrokerSnapshot.PoolSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.WorkerSnapshot;
import dev.baton.broker.workers.Worker;
import dev.baton.broker.workers.WorkerState;

/** One pool and its workers as other threads may see them. Broker thread only. */
final class PoolSnapshots {
    private final RoomContext room;
    private final PoolView pool;

    PoolSnapshots(RoomContext room, PoolView pool) {
        this.room = room;
        this.pool = pool;
    }

    PoolSnapshot take(int queueLimit, long handBacks) {
        return new PoolSnapshot(
                room.pool(),
                room.endpoint(),
                pool.queued(),
                pool.queuedBytes(),
                pool.inFlight(),
                pool.overrun(),
                pool.window(),
                pool.capacity(),
                pool.desiredWorkers(),
                queueLimit,
                pool.plainPeers(),
                pool.workers().stream()
                        .filter(worker -> worker.state() != WorkerState.GONE)
                        .map(this::of)
                        .toList(),
                room.control().endpoint(),
                pool.oldestWaitNanos(room.time().nowNanos()),
                handBacks);
    }

    WorkerSnapshot of(Worker worker) {
        return new WorkerSnapshot(
                worker.id(),
                worker.host(),
                worker.pid(),
                worker.address(),
                worker.state().name(),
                worker.capacity(),
                worker.busy(),
                pool.silentNanos(worker),
                worker.handBacks(),
                worker.lostLeases(),
                worker.leaderThread(),
                worker.leaderThread().isEmpty() ? 0 : worker.leaderHeldNanos() + pool.silentNanos(worker),
                room.control().isListening(worker),
                pool.knownNanos(worker));
    }
}
