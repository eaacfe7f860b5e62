package dev.baton.it.simulation;

import dev.baton.broker.dispatch.InFlight;
import dev.baton.broker.dispatch.Pool;
import dev.baton.broker.dispatch.PoolListener;
import dev.baton.broker.dispatch.PoolSettings;
import dev.baton.broker.queue.Admission;
import dev.baton.broker.queue.BrokerRequest;
import dev.baton.broker.queue.RequestStream;
import dev.baton.broker.queue.RequestStream.Place;
import dev.baton.broker.workers.Worker;
import dev.baton.wire.Executed;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Identity;
import dev.baton.wire.Priority;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WorkerSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The broker's real pool, in virtual time, behind an emulated DEALER: it deals in turn to whoever is connected, keeps each connection's order,
 * and loses what is on the way to a worker that dies.
 */
final class SimulatedBroker implements PoolListener, SimulatedWorker.Uplink {
    /** Fewer than some streams' windows. */
    static final int LEAD = 2;

    private static final long PASS_EVERY_NANOS = 10_000_000;
    private static final long GOODBYE_TO_CLOSE_NANOS = 100_000;
    private static final long CONSUMER_NANOS = 2_000_000;
    private static final byte[] CLIENT = {1};

    private final EventLoop loop;
    private final Pool pool;
    private final Network network;
    private final List<SimulatedWorker> connected = new ArrayList<>();
    private final Map<Long, Job> jobs = new HashMap<>();
    private int nextInTurn;
    private boolean passScheduled;
    long handBacks;
    long retried;
    boolean windowExceeded;
    boolean streamBroken;

    SimulatedBroker(EventLoop loop, PoolSettings settings, Network network) {
        this.loop = loop;
        this.network = network;
        this.pool = new Pool(settings, this, 1L << 40, loop.now());
    }

    // ---- clients

    void submit(Job job) {
        BrokerRequest request = BrokerRequest.from(new byte[][] {CLIENT}, new byte[][] {new byte[8]})
                .call("s.S", "s.S/M", job.number)
                .treatment(job.idempotent ? Idempotency.IDEMPOTENT : Idempotency.UNKNOWN, Priority.NORMAL, false)
                .times(loop.now(), job.deadlineNanos, true)
                .stream(job.window, 0, LEAD, Long.MAX_VALUE)
                .build();
        jobs.put((long) job.number, job);
        Admission admission = pool.admit(request, loop.now());
        if (admission != Admission.ADMITTED) {
            job.ended(StatusCode.RESOURCE_EXHAUSTED, Executed.NO, loop.now());
        }
        pass();
    }

    // ---- connections

    void connect(SimulatedWorker worker) {
        connected.add(worker);
        pool.onConnected(worker.id);
        worker.start();
    }

    /** The connection breaks: the event comes after a moment, and the DEALER deals to it until then. */
    void cut(SimulatedWorker worker, long noticedAfterNanos) {
        loop.after(noticedAfterNanos, () -> {
            connected.remove(worker);
            pool.onDisconnected(worker.id, loop.now());
            pass();
        });
    }

    private boolean deal(long token, Job job, int hops) {
        if (connected.isEmpty()) {
            return false;
        }
        SimulatedWorker worker = connected.get(nextInTurn++ % connected.size());
        network.down(worker, () -> worker.receive(token, job, hops));
        return true;
    }

    // ---- workers

    @Override
    public void signal(SimulatedWorker from, WorkerSignal signal) {
        network.up(from, () -> {
            pool.onSignal(signal, from.id, loop.now());
            if (signal instanceof WorkerSignal.Goodbye) {
                cut(from, GOODBYE_TO_CLOSE_NANOS);
            }
            pass();
        });
    }

    @Override
    public void handBack(SimulatedWorker from, long token, HandBackReason reason) {
        network.up(from, () -> {
            handBacks++;
            pool.onHandBack(token, "", HandBackReason.BUSY, loop.now());
            pass();
        });
    }

    @Override
    public void partial(SimulatedWorker from, long token, long sequence) {
        network.up(from, () -> {
            InFlight entry = pool.find(token);
            if (entry != null && entry.isWanted()) {
                Place place = pool.onPartial(entry, sequence, 100, from.id);
                streamBroken |= place != Place.NEXT;
                deliver(job(entry.request()), sequence);
            }
            pass();
        });
    }

    /** The client takes a reply out a moment later, and has room for another one. */
    private void deliver(Job job, long sequence) {
        job.delivered(sequence);
        loop.after(CONSUMER_NANOS, () -> {
            pool.onCredit(Identity.of(CLIENT), job.number, sequence + job.window, 0);
            pass();
        });
    }

    private boolean tellCredit(InFlight entry) {
        SimulatedWorker worker = connectedAs(entry.claimedBy());
        RequestStream stream = entry.request().stream();
        if (worker == null || stream == null) {
            return false;
        }
        long credit = stream.tellable();
        network.down(worker, () -> worker.credit(entry.token(), credit));
        return true;
    }

    private @Nullable SimulatedWorker connectedAs(@Nullable Worker worker) {
        return connected.stream()
                .filter(each -> worker != null && each.id.equals(worker.id()))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void reply(SimulatedWorker from, long token, long waitNanos, long handlerNanos) {
        network.up(from, () -> {
            InFlight entry = pool.onReply(token, waitNanos, handlerNanos, loop.now());
            if (entry != null && entry.isWanted()) {
                job(entry.request()).ended(StatusCode.OK, Executed.YES, loop.now());
            }
            pass();
        });
    }

    // ---- the broker's loop

    private void pass() {
        long now = loop.now();
        pool.expire(now);
        for (BrokerRequest request = pool.next(now); request != null; request = pool.next(now)) {
            long token = pool.dispatch(request, now);
            windowExceeded |= pool.view().moving() > pool.view().window();
            if (!deal(token, job(request), request.hops())) {
                pool.putBack(request, now);
                break;
            }
        }
        pool.tellCredit(this::tellCredit);
        scheduleNextPass();
    }

    private void scheduleNextPass() {
        if (!passScheduled && pool.watchesTime()) {
            passScheduled = true;
            loop.after(PASS_EVERY_NANOS, () -> {
                passScheduled = false;
                pass();
            });
        }
    }

    private Job job(BrokerRequest request) {
        return jobs.get(request.requestId());
    }

    /** How many slots are free although a request waits here. */
    int slotsLeftIdle() {
        return pool.view().queued() == 0
                ? 0
                : connected.stream().mapToInt(SimulatedWorker::freeSlots).sum();
    }

    Pool pool() {
        return pool;
    }

    // ---- what the pool tells

    @Override
    public void onExpired(BrokerRequest request) {
        job(request).ended(StatusCode.DEADLINE_EXCEEDED, request.executedSoFar(), loop.now());
    }

    @Override
    public void onOverrun(BrokerRequest request) {
        job(request).ended(StatusCode.DEADLINE_EXCEEDED, request.executedAtWorker(), loop.now());
    }

    @Override
    public void onUnwanted(InFlight entry) {
        // Simulated workers finish what they have begun, but for streams.
        SimulatedWorker worker = connectedAs(entry.claimedBy());
        if (worker != null && entry.request().stream() != null) {
            network.down(worker, () -> worker.cancel(entry.token()));
        }
    }

    @Override
    public void onLost(BrokerRequest request, Executed executed) {
        job(request).ended(StatusCode.UNAVAILABLE, executed, loop.now());
    }

    @Override
    public void onGivenUp(BrokerRequest request) {
        job(request).ended(StatusCode.ABORTED, Executed.MAYBE, loop.now());
    }

    @Override
    public void onRetried(BrokerRequest request) {
        retried++;
    }

    @Override
    public void onStreamBroken(BrokerRequest request) {
        job(request).ended(StatusCode.ABORTED, Executed.YES, loop.now());
    }

    @Override
    public void onStreamStuck(BrokerRequest request) {
        job(request).ended(StatusCode.FAILED_PRECONDITION, Executed.YES, loop.now());
    }

    @Override
    public void onUnserved(BrokerRequest request) {
        job(request).ended(StatusCode.UNAVAILABLE, request.executedSoFar(), loop.now());
    }

    @Override
    public void onNoWorker(BrokerRequest request) {
        job(request).ended(StatusCode.UNAVAILABLE, request.executedSoFar(), loop.now());
    }

    @Override
    public void onWorkerChanged(Worker worker) {
        // nothing to learn from it here
    }
}
