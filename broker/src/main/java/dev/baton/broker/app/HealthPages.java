package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.app.admin.Page.Answer;
import dev.baton.broker.observe.BrokerSnapshot;
import java.util.Locale;

/** Whether the broker is alive, and whether it takes requests: one word and what else there is to say. Thread-safe. */
final class HealthPages {
    private final Broker broker;

    HealthPages(Broker broker) {
        this.broker = broker;
    }

    /** Whoever gets another answer than 200 should start the process anew. */
    Answer live() {
        return broker.ended().isCompletedExceptionally()
                ? Answer.line(false, "dead: an I/O thread died; start this broker anew")
                : Answer.line(true, "alive");
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
