package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.app.admin.Page.Answer;
import dev.baton.broker.observe.BrokerSnapshot;
import dev.baton.time.SystemNanoClock;
import java.util.Locale;

/** Whether the broker is alive, and whether it takes requests: one word and what else there is to say. Thread-safe. */
final class HealthPages {
    private final Broker broker;
    private final LoopPulse pulse;

    HealthPages(Broker broker) {
        this.broker = broker;
        this.pulse = new LoopPulse(broker::snapshot, SystemNanoClock.INSTANCE);
    }

    /** Whether it could go on: its I/O threads live and its loop moves. */
    boolean isAlive() {
        return !broker.ended().isCompletedExceptionally() && pulse.beats();
    }

    /** Whoever gets another answer than 200 should start the process anew. */
    Answer live() {
        return isAlive()
                ? Answer.line(true, "alive")
                : Answer.line(false, "dead: an I/O thread died or the loop stands still; start this broker anew");
    }

    /** Whoever gets another answer than 200 should send no new clients here. */
    Answer ready() {
        BrokerSnapshot snapshot = broker.snapshot();
        if (!broker.isServing()) {
            return Answer.line(false, snapshot.state().name().toLowerCase(Locale.ROOT));
        }
        int workers = snapshot.pools().stream()
                .mapToInt(pool -> pool.workers().size() + pool.plainPeers())
                .sum();
        return Answer.line(true, "serving, workers: " + workers);
    }
}
