package dev.baton.broker.app.api;

import dev.baton.broker.Broker;
import dev.baton.broker.app.config.CurrentConfig;
import dev.baton.broker.app.watch.Departures;
import dev.baton.broker.app.watch.Verdict;
import dev.baton.broker.observe.history.History;
import dev.baton.broker.observe.journal.Journal;
import dev.baton.time.NanoClock;
import java.time.Instant;

/**
 * Everything that the API reads and asks.
 *
 * @param broker whom it is about
 * @param controls what can be done to it
 * @param config what it goes by; changed by a reload
 * @param history its last minutes
 * @param journal its last requests
 * @param verdict whether it is well
 * @param departures the workers that went
 * @param startedAt when it was started
 * @param clock the one by which the broker's times were taken
 */
public record Sources(
        Broker broker,
        Controls controls,
        CurrentConfig config,
        History history,
        Journal journal,
        Verdict verdict,
        Departures departures,
        Instant startedAt,
        NanoClock clock) {}
