package dev.baton.broker.app;

import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.broker.observe.BrokerSnapshot.State;
import dev.baton.time.NanoClock;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker's loop moves. It makes a new snapshot some times a second, whatever else it does, so one that is still the same after ten
 * seconds is a loop that stands still. Whoever asks should ask several times before he acts: after the whole machine stood still, the first
 * answer may be about the time before. Thread-safe.
 */
final class LoopPulse {
    private static final Duration STILL_LIMIT = Duration.ofSeconds(10);

    private final Supplier<BrokerSnapshot> snapshots;
    private final NanoClock clock;
    private @Nullable BrokerSnapshot last;
    private long lastNanos;

    LoopPulse(Supplier<BrokerSnapshot> snapshots, NanoClock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** Whether it has moved since the last question but the newest ten seconds. A loop that was stopped in an orderly way is not missed. */
    @SuppressWarnings("ReferenceEquality") // another one, whatever is in it
    synchronized boolean beats() {
        BrokerSnapshot snapshot = snapshots.get();
        long nowNanos = clock.nanoTime();
        if (snapshot != last) {
            last = snapshot;
            lastNanos = nowNanos;
        }
        return snapshot.state() == State.STOPPED || nowNanos - lastNanos < STILL_LIMIT.toNanos();
    }
}
