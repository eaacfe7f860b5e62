package dev.baton.broker.app;

import dev.baton.broker.Broker;
import dev.baton.broker.app.api.Sources;
import dev.baton.broker.app.config.CurrentConfig;
import dev.baton.broker.app.config.EffectiveConfig;
import dev.baton.broker.app.config.Exposure;
import dev.baton.broker.app.watch.Departures;
import dev.baton.broker.app.watch.Incidents;
import dev.baton.broker.app.watch.Verdict;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.Observers;
import dev.baton.broker.observe.history.History;
import dev.baton.broker.observe.journal.Journal;
import dev.baton.time.NanoClock;
import dev.baton.time.SystemNanoClock;
import dev.baton.time.WallClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Everything that listens to the broker, put together. */
final class Lookout {
    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final Instant startedAt = WallClock.now().truncatedTo(ChronoUnit.MILLIS);
    private final EffectiveConfig config;
    private final BrokerObserver meters;
    private final History history;
    private final Journal journal;
    private final Incidents incidents = new Incidents();
    private final Departures departures = new Departures(clock);

    Lookout(EffectiveConfig config, BrokerObserver meters) {
        this.config = config;
        this.meters = meters;
        this.history = new History(config.broker().pools().size(), clock.nanoTime());
        this.journal = new Journal(config.adminSettings().journalSize());
    }

    BrokerObserver observer() {
        return new Observers(List.of(meters, history, journal, incidents, departures));
    }

    Sources sources(Broker broker) {
        return new Sources(
                broker,
                new BrokerControls(broker),
                new CurrentConfig(config),
                history,
                journal,
                new Verdict(history, incidents, departures, Exposure.of(config.broker())),
                departures,
                startedAt,
                clock);
    }
}
