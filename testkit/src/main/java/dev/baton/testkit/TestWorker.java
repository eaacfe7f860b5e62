package dev.baton.testkit;

import dev.baton.testkit.BatonTestkit.WorkerPlan;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.BatonWorkerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A worker of a {@link BatonTestkit}, and ways to break it. After each test it is mended. Thread-safe. */
public final class TestWorker {
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

    private final WorkerPlan plan;
    private final TestBroker broker;
    private final Faults faults = new Faults();
    private volatile BatonWorker worker;
    private boolean away;

    TestWorker(WorkerPlan plan, TestBroker broker) {
        this.plan = plan;
        this.broker = broker;
        this.worker = launch();
    }

    private BatonWorker launch() {
        BatonWorkerBuilder builder = BatonWorker.builder()
                .broker(broker.backend())
                .control(broker.control())
                .name(plan.name())
                .drainTimeout(DRAIN_TIMEOUT)
                .intercept(faults);
        plan.setUp().accept(builder);
        BatonWorker started = builder.start();
        try {
            broker.awaitReady(started.id());
        } catch (RuntimeException e) {
            started.abort();
            throw e;
        }
        return started;
    }

    /** The worker itself; another one after it has vanished and come back. */
    public BatonWorker worker() {
        return worker;
    }

    /** How many requests it has answered, the refused ones too. */
    public long handled() {
        return worker.snapshot().handled();
    }

    /**
     * Ends it as if its process had been killed: no goodbye, running handlers are interrupted, their answers lost. Returns when the broker has
     * noticed. See {@link #comeBack}.
     */
    public synchronized void vanish() {
        if (!away) {
            away = true;
            worker.abort();
            broker.awaitGone(worker.id());
        }
    }

    /** Starts it again after {@link #vanish} or {@link #drain}. Returns when the broker counts on it. */
    public synchronized void comeBack() {
        if (away) {
            worker.close();
            worker = launch();
            away = false;
        }
    }

    /** Stops it as it should be: what it has it finishes. Returns when it has stopped. */
    public synchronized void drain() {
        away = true;
        worker.close();
    }

    /** From now on, each request waits for so long before its handler runs. The wait takes a slot, as a slow handler would. */
    public void delay(Duration time) {
        faults.delay(time);
    }

    /** From now on, no request is answered, until it is told otherwise: as if all handlers hung. */
    public void hang() {
        faults.delay(Faults.FOR_EVER);
    }

    /** From now on, each request runs, and fails with this all the same. Callers are told that it was executed. */
    public void fail(StatusCode status, String message) {
        faults.fail(status, message, Integer.MAX_VALUE);
    }

    /** The same for the next few requests only. */
    public void failNext(int requests, StatusCode status, String message) {
        faults.fail(status, message, requests);
    }

    /** From now on, each request is refused with this before its handler sees it. Callers are told that it was not executed. */
    public void refuse(StatusCode status, String message) {
        faults.refuse(status, message, Integer.MAX_VALUE);
    }

    /** The same for the next few requests only. */
    public void refuseNext(int requests, StatusCode status, String message) {
        faults.refuse(status, message, requests);
    }

    /** Takes back all that was done to it; what hangs goes on. If it had vanished, it comes back. */
    public void heal() {
        faults.heal();
        comeBack();
    }

    /** What its handlers are at, one line each. */
    List<String> openRequests() {
        return faults.open().stream()
                .map(request -> plan.name() + " still runs " + request)
                .toList();
    }

    /** Starts it anew if it still runs something. */
    synchronized void recycle() {
        if (!openRequests().isEmpty()) {
            vanish();
            comeBack();
        }
    }

    /** So that all can take their time at the same time. */
    void beginClose() {
        faults.heal();
        CompletionStage<Boolean> unused = worker.drain();
    }

    void close() {
        worker.close();
    }
}
