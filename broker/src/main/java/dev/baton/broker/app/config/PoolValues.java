package dev.baton.broker.app.config;

import dev.baton.broker.PoolConfig;
import dev.baton.broker.PoolConfig.BackendMode;
import java.time.Duration;
import java.util.List;

/** What is of one pool. */
final class PoolValues {
    private final String name;
    private final EffectiveValue<List<String>> services;
    private final EffectiveValue<String> backend;
    private final EffectiveValue<BackendMode> backendMode;
    private final EffectiveValue<String> nextBrokerKey;
    private final EffectiveValue<String> control;
    private final EffectiveValue<Integer> maxQueued;
    private final EffectiveValue<Long> maxQueuedBytes;
    private final EffectiveValue<Double> windowFactor;
    private final EffectiveValue<Integer> plainWorkerCapacity;
    private final EffectiveValue<Duration> lease;
    private final EffectiveValue<Integer> maxLostLeases;
    private final EffectiveValue<Duration> suspectAfter;
    private final EffectiveValue<Duration> goneAfter;
    private final EffectiveValue<Duration> ageing;
    private final EffectiveValue<Boolean> refuseHopeless;

    PoolValues(
            SettingReader reader,
            String name,
            EffectiveValue<List<String>> services,
            EffectiveValue<String> backend,
            String group) {
        this.name = name;
        this.services = services;
        this.backend = backend;
        this.backendMode = reader.get(Settings.BACKEND_MODE, group);
        this.nextBrokerKey = reader.get(Settings.NEXT_BROKER_KEY, group);
        this.control = reader.get(Settings.CONTROL, group);
        this.maxQueued = reader.get(Settings.MAX_QUEUED, group);
        this.maxQueuedBytes = reader.get(Settings.MAX_QUEUED_BYTES, group);
        this.windowFactor = reader.get(Settings.WINDOW_FACTOR, group);
        this.plainWorkerCapacity = reader.get(Settings.PLAIN_WORKER_CAPACITY, group);
        this.lease = reader.get(Settings.LEASE, group);
        this.maxLostLeases = reader.get(Settings.MAX_LOST_LEASES, group);
        this.suspectAfter = reader.get(Settings.SUSPECT_AFTER, group);
        this.goneAfter = reader.get(Settings.GONE_AFTER, group);
        this.ageing = reader.get(Settings.AGEING, group);
        this.refuseHopeless = reader.get(Settings.REFUSE_HOPELESS, group);
        SettingReader.requireAtLeast(goneAfter, suspectAfter);
    }

    String name() {
        return name;
    }

    EffectiveValue<List<String>> services() {
        return services;
    }

    EffectiveValue<String> backend() {
        return backend;
    }

    BackendMode backendMode() {
        return backendMode.value();
    }

    EffectiveValue<String> nextBrokerKey() {
        return nextBrokerKey;
    }

    PoolConfig toConfig() {
        return new PoolConfig(
                name,
                services.value(),
                backend.value(),
                control.value(),
                backendMode.value(),
                maxQueued.value(),
                maxQueuedBytes.value(),
                windowFactor.value(),
                plainWorkerCapacity.value(),
                lease.value(),
                maxLostLeases.value(),
                suspectAfter.value(),
                goneAfter.value(),
                ageing.value(),
                refuseHopeless.value());
    }
}
