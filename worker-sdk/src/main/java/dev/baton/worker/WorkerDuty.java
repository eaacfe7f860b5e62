package dev.baton.worker;

import dev.baton.time.NanoClock;
import dev.baton.transport.BugLog;
import dev.baton.transport.WakeUp;
import dev.baton.wire.ControlMessage;
import dev.baton.worker.admission.Admission;
import dev.baton.worker.leader.LeaderDuty;
import dev.baton.worker.leader.Work;
import dev.baton.worker.observe.WorkerObserver;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the leader does on each pass, in this order: replies first, because they free the broker's window; then signals; then what waits in
 * the backlog; then what arrives. When there is nothing of all that, it sleeps until a message, a wake-up or a timer.
 *
 * <p>Leader only, but for {@link #onError}.
 */
final class WorkerDuty implements LeaderDuty {
    /** So that replies and heartbeats are not late because requests are handed back all the time. */
    private static final int MESSAGES_PER_PASS = 64;

    private static final int REPLIES_PER_PASS = 256;

    private static final long LOOK_AT_CONTROL_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_SEND_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long QUIET_BEFORE_CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_LEAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Logger log = LoggerFactory.getLogger(WorkerDuty.class);

    private final BugLog bugs = new BugLog(log, "a fault in the worker; it goes on");
    private final BrokerLinks links;
    private final Reception reception;
    private final Admission<HeldRequest> admission;
    private final HandlerRunner runner;
    private final Lifecycle lifecycle;
    private final Surroundings surroundings;
    private WorkerState seenState = WorkerState.RUNNING;
    private @Nullable Thread leader;
    private long leaderSinceNanos;
    private long controlSeenNanos;
    private boolean socketIsEmpty;
    private boolean seenPause;
    private boolean waited;
    private boolean foundAtOnce;
    private long leavingSinceNanos;
    private long lastArrivalNanos;

    WorkerDuty(
            BrokerLinks links,
            Reception reception,
            Admission<HeldRequest> admission,
            HandlerRunner runner,
            Lifecycle lifecycle,
            Surroundings surroundings) {
        this.links = links;
        this.reception = reception;
        this.admission = admission;
        this.runner = runner;
        this.lifecycle = lifecycle;
        this.surroundings = surroundings;
    }

    @Override
    public @Nullable Work lead() {
        long nowNanos = now();
        boolean flushed = links.flush(REPLIES_PER_PASS);
        noteLeader(nowNanos);
        links.tend(nowNanos, reception.busy(), reception.waitingForPlaces(), leaderSinceNanos);
        obey(nowNanos);
        advance(nowNanos);
        HeldRequest next = reception.takeWaiting();
        if (next == null) {
            next = receive(nowNanos);
        }
        if (next == null && socketIsEmpty) {
            rest(nowNanos, flushed);
        }
        if (next == null) {
            return null;
        }
        foundAtOnce = !waited;
        waited = false;
        return new RequestWork(next, runner, admission);
    }

    private void noteLeader(long nowNanos) {
        Thread self = Thread.currentThread();
        if (leader != self) {
            leader = self;
            leaderSinceNanos = nowNanos;
        }
    }

    /** A look at each pass would cost every request, and is for streams only; what comes while the leader sleeps wakes it. */
    private void obey(long nowNanos) {
        boolean mayWait = !waited && !links.holdStreams();
        if (mayWait && nowNanos - controlSeenNanos < LOOK_AT_CONTROL_EVERY_NANOS) {
            return;
        }
        controlSeenNanos = nowNanos;
        links.each(this::obey);
    }

    private void obey(BrokerLink link) {
        for (ControlMessage message = link.receiveControl(); message != null; message = link.receiveControl()) {
            obey(link, message);
        }
    }

    private void obey(BrokerLink link, ControlMessage message) {
        if (message instanceof ControlMessage.Cancel cancel) {
            link.cancel(cancel.tokens());
        } else if (message instanceof ControlMessage.Credit credit) {
            link.grant(credit.grants());
        } else if (lifecycle.state() != WorkerState.RUNNING) {
            log.info("{} comes too late: the worker is about to leave", message);
        } else if (message instanceof ControlMessage.Drain && lifecycle.pause()) {
            log.info("drained by the broker: takes nothing new until it is resumed");
            reception.pause();
        } else if (message instanceof ControlMessage.Resume && lifecycle.resume()) {
            log.info("resumed by the broker");
            reception.resume();
        }
    }

    @Override
    public boolean foundAtOnce() {
        return foundAtOnce;
    }

    @Override
    public boolean moreWaits() {
        return foundAtOnce || links.mayHaveInput();
    }

    /** The next request that has a slot; answers those that have none on the way. */
    private @Nullable HeldRequest receive(long nowNanos) {
        for (int i = 0; i < MESSAGES_PER_PASS; i++) {
            HeldRequest arrived = links.receive(nowNanos, MESSAGES_PER_PASS);
            socketIsEmpty = arrived == null;
            if (arrived == null) {
                return null;
            }
            lastArrivalNanos = nowNanos;
            if (reception.admit(arrived)) {
                return arrived;
            }
        }
        return null;
    }

    private void advance(long nowNanos) {
        seenState = lifecycle.state();
        switch (seenState) {
            case RUNNING -> {
                links.reopenLost(nowNanos);
                announce();
            }
            case DRAINING -> drain(nowNanos);
            case LEAVING, STOPPED -> {
                // Whatever still arrives is handed back; see rest.
            }
        }
    }

    private void announce() {
        seenPause = wantsPause();
        if (seenPause) {
            links.announceDraining();
        } else {
            links.announceResumed();
        }
    }

    /** For its brokers, a worker that serves nothing is a drained one. */
    private boolean wantsPause() {
        return lifecycle.isPaused() || reception.servesNothing();
    }

    private void drain(long nowNanos) {
        reception.drain();
        links.announceDraining();
        // Both: a handler whose connection is lost has a slot but is not held; one that gave back its slot is held
        // until its reply has left.
        if (reception.isIdle() && links.holdNothing()) {
            links.each(BrokerLink::sayGoodbye);
            leavingSinceNanos = nowNanos;
            lastArrivalNanos = nowNanos;
            lifecycle.leave();
        } else if (nowNanos - lifecycle.drainDeadlineNanos() >= 0) {
            giveUp();
        }
    }

    /** No goodbye here: it would tell the broker that nothing runs any more. */
    private void giveUp() {
        reception.giveUp();
        links.each(BrokerLink::flushAll);
        log.warn("{} handlers have not ended within the drain timeout; their replies are lost", reception.busy());
        lifecycle.finish();
    }

    /** There is nothing to do at the moment: comes to the end, or sleeps. */
    private void rest(long nowNanos, boolean flushed) {
        if (seenState == WorkerState.LEAVING && hasLeft(nowNanos)) {
            lifecycle.finish();
        } else {
            sleep(nowNanos, flushed);
        }
    }

    /** What the broker sent before it read the goodbye is handed back at once, instead of being missed by the broker later. */
    private boolean hasLeft(long nowNanos) {
        return !links.isConnected()
                || nowNanos - lastArrivalNanos >= QUIET_BEFORE_CLOSE_NANOS
                || nowNanos - leavingSinceNanos >= LONGEST_LEAVE_NANOS;
    }

    private void sleep(long nowNanos, boolean flushed) {
        waited = true;
        WakeUp wakeUp = surroundings.wakeUp();
        wakeUp.aboutToSleep();
        try {
            if (!hasNews()) {
                links.await(nowNanos, longestSleepNanos(nowNanos, flushed));
            }
        } finally {
            wakeUp.awake();
        }
    }

    /** The look after the announcement of sleep; see {@link WakeUp}. Whoever brings one of these wakes the leader after it. */
    private boolean hasNews() {
        return links.hasSendable()
                || reception.hasWaiting()
                || lifecycle.state() != seenState
                || (seenState == WorkerState.RUNNING && wantsPause() != seenPause)
                || lifecycle.isDone();
    }

    private long longestSleepNanos(long nowNanos, boolean flushed) {
        if (!flushed) {
            return RETRY_SEND_NANOS;
        }
        return switch (lifecycle.state()) {
            case DRAINING -> Math.min(LONGEST_SLEEP_NANOS, lifecycle.drainDeadlineNanos() - nowNanos);
            case LEAVING -> QUIET_BEFORE_CLOSE_NANOS;
            case RUNNING, STOPPED -> LONGEST_SLEEP_NANOS;
        };
    }

    private long now() {
        return surroundings.clock().nanoTime();
    }

    @Override
    public boolean isDone() {
        return lifecycle.isDone();
    }

    @Override
    public void onError(Throwable error) {
        surroundings.observer().onError();
        bugs.write(error);
    }

    @Override
    public void onStop() {
        links.each(BrokerLink::close);
    }

    @Override
    public void afterStop() {
        surroundings.onStopped().run();
    }

    /** What the duty needs of the worker around it. */
    record Surroundings(NanoClock clock, WakeUp wakeUp, WorkerObserver observer, Runnable onStopped) {}
}
