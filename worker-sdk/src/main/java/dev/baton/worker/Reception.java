package dev.baton.worker;

import dev.baton.wire.HandBackReason;
import dev.baton.worker.admission.Admission;
import dev.baton.worker.admission.MethodLimits;
import dev.baton.worker.admission.MethodLimits.Limit;
import dev.baton.worker.admission.Verdict;
import dev.baton.worker.observe.WorkerObserver;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request that has arrived: it runs, waits here, goes back, or is refused. It needs a service that is served, a place among
 * those of its method if that is limited, and a slot, in this order. Leader only, but for {@link #release} and {@link #hasWaiting}.
 */
final class Reception {
    private final Admission<HeldRequest> admission;
    private final MethodLimits<HeldRequest> limits;
    private final WorkerHealth health;
    private final ReplyWriter writer;
    private final WorkerObserver observer;
    private final int maxHops;

    Reception(
            Admission<HeldRequest> admission,
            MethodLimits<HeldRequest> limits,
            WorkerHealth health,
            ReplyWriter writer,
            WorkerObserver observer,
            int maxHops) {
        this.admission = admission;
        this.limits = limits;
        this.health = health;
        this.writer = writer;
        this.observer = observer;
        this.maxHops = maxHops;
    }

    /** Decides about a request that has arrived; true: run it. */
    boolean admit(HeldRequest request) {
        Outcome refusal = request.refusal();
        if (refusal != null) {
            request.broker().send(request, writer.refusal(request, refusal));
            observer.onAnswered(WorkerObserver.UNKNOWN_METHOD, refusal.status(), 0);
            return false;
        }
        if (!health.takes(request.header().method())) {
            handBack(request, HandBackReason.NOT_SERVING);
            return false;
        }
        int hops =
                request.isForeign() ? Admission.HOPS_UNKNOWN : request.header().hops();
        Limit<HeldRequest> limit =
                limits.isEmpty() ? null : limits.of(request.header().method());
        return limit == null ? admit(request, hops) : admit(request, hops, limit);
    }

    private boolean admit(HeldRequest request, int hops, Limit<HeldRequest> limit) {
        if (limit.tryTake()) {
            request.takePlace(limit);
            return admit(request, hops);
        }
        if (!admission.isDraining() && hops >= maxHops && limit.tryWait(request)) {
            request.broker().hold(request);
        } else {
            handBack(request, HandBackReason.METHOD_BUSY);
        }
        return false;
    }

    private boolean admit(HeldRequest request, int hops) {
        return switch (admission.offer(request, hops)) {
            case RUN -> {
                request.broker().hold(request);
                yield true;
            }
            case KEEP -> {
                request.broker().hold(request);
                yield false;
            }
            case HAND_BACK_BUSY -> {
                request.leavePlace();
                handBack(request, HandBackReason.BUSY);
                yield false;
            }
            case HAND_BACK_DRAINING -> {
                request.leavePlace();
                handBack(request, HandBackReason.DRAINING);
                yield false;
            }
        };
    }

    private void handBack(HeldRequest request, HandBackReason reason) {
        request.broker().send(request, writer.handBack(request, reason));
        observer.onHandBack(reason);
    }

    /** A request that waited and can run now; null: none. */
    @Nullable
    HeldRequest takeWaiting() {
        HeldRequest request = admission.takeWaiting();
        while (request == null && admission.hasFreeSlot() && limits.hasReady()) {
            request = takeWaitingForPlace();
        }
        return request;
    }

    /** Its place is its own now; the slot, most likely, too. */
    private @Nullable HeldRequest takeWaitingForPlace() {
        HeldRequest request = limits.takeWaiting();
        if (request == null) {
            return null;
        }
        request.takePlace(limits.of(request.header().method()));
        Verdict verdict = admission.offer(request, Admission.HOPS_UNKNOWN);
        if (verdict == Verdict.RUN) {
            return request;
        }
        if (verdict != Verdict.KEEP) {
            request.leavePlace();
            giveBack(request);
        }
        return null;
    }

    /** What has been claimed leaves by the way of replies, so that it is claimed until then. */
    private void giveBack(HeldRequest request) {
        HandBackReason reason = admission.isDraining() ? HandBackReason.DRAINING : HandBackReason.BUSY;
        request.broker().reply(request, writer.handBack(request, reason));
        observer.onHandBack(reason);
    }

    /** Whether {@link #takeWaiting} may give out something. Thread-safe. */
    boolean hasWaiting() {
        return admission.hasWaitingForFreeSlot() || (admission.hasFreeSlot() && limits.hasReady());
    }

    /** How many requests wait without a slot in mind: the brokers may send as many more. */
    int waitingForPlaces() {
        return limits.isEmpty() ? 0 : limits.waiting();
    }

    /** The request has ended: its slot is free, and its method has a place. Thread-safe. */
    void release(HeldRequest request) {
        admission.release();
        request.leavePlace();
    }

    /** From now on everything that arrives goes back. */
    void pause() {
        admission.drain();
    }

    /** Takes requests again. */
    void resume() {
        admission.resume();
    }

    /** The same as {@link #pause}, and what waits for a place goes back too. */
    void drain() {
        admission.drain();
        if (!limits.isEmpty()) {
            limits.removeWaiting().forEach(this::giveBack);
        }
    }

    /** Hands back what waits for a slot: nobody will run it any more. */
    void giveUp() {
        admission.removeWaiting().forEach(request -> handBack(request, HandBackReason.DRAINING));
    }

    /** Whether it wants its brokers to take it for drained, because it serves nothing. */
    boolean servesNothing() {
        return health.servesNothing();
    }

    /** How many slots are taken. */
    int busy() {
        return admission.busy();
    }

    /** Whether no slot is taken and nothing waits. */
    boolean isIdle() {
        return admission.isIdle() && waitingForPlaces() == 0;
    }
}
