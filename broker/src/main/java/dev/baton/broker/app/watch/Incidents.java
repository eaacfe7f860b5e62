package dev.baton.broker.app.watch;

import dev.baton.broker.observe.AuthOutcome;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.ConnectionRefusal;
import dev.baton.broker.observe.DropReason;
import dev.baton.broker.observe.RejectReason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How often things happened in the last minutes that should not. Written by the broker thread; any thread may read. */
public final class Incidents implements BrokerObserver {
    /** How far back it can tell. */
    static final int MINUTES = 15;

    private static final int SECONDS = MINUTES * 60 + 1;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final RejectReason[] REJECT_REASONS = RejectReason.values();
    private static final List<Object> KINDS = kinds();

    /** What there is besides reasons to reject and to drop. */
    private enum Other {
        LEASE_LOST,
        LOOP_ERROR
    }

    private static List<Object> kinds() {
        return Stream.<Object[]>of(
                        REJECT_REASONS,
                        DropReason.values(),
                        ConnectionRefusal.values(),
                        AuthOutcome.values(),
                        Other.values())
                .<Object>flatMap(Arrays::stream)
                .toList();
    }

    private final AtomicLongArray counts = new AtomicLongArray(KINDS.size());
    private final AtomicReferenceArray<@Nullable AtomicLongArray> marks = new AtomicReferenceArray<>(SECONDS);
    private long lastMarkNanos;
    private volatile int marked;

    @Override
    public void onRejected(RejectReason reason) {
        count(reason);
    }

    @Override
    public void onDropped(DropReason reason) {
        count(reason);
    }

    @Override
    public void onLeaseLost(String method, int attempt) {
        count(Other.LEASE_LOST);
    }

    @Override
    public void onLoopError(Throwable error) {
        count(Other.LOOP_ERROR);
    }

    @Override
    public void onConnectionsRefused(ConnectionRefusal reason, long count) {
        count(reason, count);
    }

    @Override
    public void onAuth(AuthOutcome outcome) {
        count(outcome);
    }

    private void count(Object what) {
        count(what, 1);
    }

    private void count(Object what, long more) {
        int kind = KINDS.indexOf(what);
        counts.lazySet(kind, counts.getPlain(kind) + more); // one writer
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void onSnapshot(BrokerSnapshot snapshot) {
        if (marked > 0 && snapshot.atNanos() - lastMarkNanos < SECOND_NANOS) {
            return;
        }
        lastMarkNanos = snapshot.atNanos();
        AtomicLongArray mark = new AtomicLongArray(KINDS.size());
        for (int i = 0; i < KINDS.size(); i++) {
            mark.setPlain(i, counts.getPlain(i));
        }
        marks.setRelease(marked % SECONDS, mark);
        marked++;
    }

    private long since(Object what, int minutes) {
        int kind = KINDS.indexOf(what);
        int now = marked;
        int then = now - 1 - minutes * 60;
        AtomicLongArray mark = then < 0 ? null : marks.getAcquire(then % SECONDS);
        return counts.get(kind) - (mark == null ? 0 : mark.get(kind));
    }

    /** Requests refused at the door in the last minutes, by reason. */
    Map<RejectReason, Long> rejected(int minutes) {
        return since(RejectReason.class, minutes);
    }

    /** Connections that were not taken, or not kept, in the last minutes, by reason. */
    Map<ConnectionRefusal, Long> connectionsRefused(int minutes) {
        return since(ConnectionRefusal.class, minutes);
    }

    /** Connections that were turned away for want of the right key in the last minutes, by reason. */
    Map<AuthOutcome, Long> turnedAway(int minutes) {
        Map<AuthOutcome, Long> found = since(AuthOutcome.class, minutes);
        found.remove(AuthOutcome.ADMITTED);
        return found;
    }

    private <E extends Enum<E>> Map<E, Long> since(Class<E> kind, int minutes) {
        Map<E, Long> found = new EnumMap<>(kind);
        for (E what : kind.getEnumConstants()) {
            long count = since(what, minutes);
            if (count > 0) {
                found.put(what, count);
            }
        }
        return found;
    }

    /** Messages thrown away for this reason in the last minutes. */
    long dropped(DropReason reason, int minutes) {
        return since(reason, minutes);
    }

    /** Requests that were lost with a worker in the last minutes. */
    long leasesLost(int minutes) {
        return since(Other.LEASE_LOST, minutes);
    }

    /** Bugs in the broker loop in the last minutes. */
    long loopErrors(int minutes) {
        return since(Other.LOOP_ERROR, minutes);
    }
}
