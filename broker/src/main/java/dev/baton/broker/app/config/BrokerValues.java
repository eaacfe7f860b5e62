package dev.baton.broker.app.config;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PeerLimits;
import dev.baton.transport.ConnectionLimits;
import dev.baton.transport.SocketSettings;
import java.time.Duration;
import java.util.List;

/** What is not of a pool. */
final class BrokerValues {
    private final SettingReader reader;
    private final EffectiveValue<Duration> drainTime;
    private final EffectiveValue<Duration> defaultTimeout;
    private final EffectiveValue<Duration> maxTimeout;
    private final EffectiveValue<Integer> maxQueued;
    private final EffectiveValue<Long> maxQueuedBytes;
    private final EffectiveValue<Integer> maxOutbox;
    private final EffectiveValue<Long> maxOutboxBytes;
    private final SocketSettings sockets;
    private final PeerLimits limits;

    BrokerValues(SettingReader reader) {
        this.reader = reader;
        this.drainTime = reader.get(Settings.DRAIN_TIME);
        this.defaultTimeout = reader.get(Settings.DEFAULT_TIMEOUT);
        this.maxTimeout = reader.get(Settings.MAX_TIMEOUT);
        this.maxQueued = reader.get(Settings.MAX_QUEUED_PER_CLIENT);
        this.maxQueuedBytes = reader.get(Settings.MAX_QUEUED_BYTES_PER_CLIENT);
        this.maxOutbox = reader.get(Settings.MAX_OUTBOX_PER_CLIENT);
        this.maxOutboxBytes = reader.get(Settings.MAX_OUTBOX_BYTES_PER_CLIENT);
        this.sockets = socketSettings();
        this.limits = peerLimits();
    }

    BrokerConfig toConfig(EffectiveValue<String> frontend, List<PoolValues> pools) {
        SettingReader.requireAtLeast(maxTimeout, defaultTimeout);
        return new BrokerConfig(
                frontend.value(),
                pools.stream().map(PoolValues::toConfig).toList(),
                maxQueued.value(),
                maxQueuedBytes.value(),
                maxOutbox.value(),
                maxOutboxBytes.value(),
                defaultTimeout.value(),
                maxTimeout.value(),
                drainTime.value(),
                sockets,
                limits,
                null);
    }

    private PeerLimits peerLimits() {
        ConnectionLimits connections = new ConnectionLimits(
                reader.get(Settings.MAX_CONNECTIONS).value(),
                reader.get(Settings.MAX_CONNECTIONS_PER_ADDRESS).value(),
                reader.get(Settings.MAX_HANDSHAKES).value(),
                reader.get(Settings.HANDSHAKE_TIME).value());
        return new PeerLimits(
                connections,
                reader.get(Settings.MAX_ENVELOPE).value(),
                Math.toIntExact(reader.get(Settings.MAX_HEADER_SIZE).value()),
                reader.get(Settings.REQUESTS_PER_SECOND).value(),
                reader.get(Settings.BYTES_PER_SECOND).value());
    }

    private SocketSettings socketSettings() {
        EffectiveValue<Long> maxMessageSize = reader.get(Settings.MAX_MESSAGE_SIZE);
        EffectiveValue<Integer> maxFrames = reader.get(Settings.MAX_FRAMES);
        EffectiveValue<Duration> heartbeatEvery = reader.get(Settings.HEARTBEAT_EVERY);
        EffectiveValue<Duration> heartbeatTimeout = reader.get(Settings.HEARTBEAT_TIMEOUT);
        EffectiveValue<Duration> reconnectMin = reader.get(Settings.RECONNECT_MIN);
        EffectiveValue<Duration> reconnectMax = reader.get(Settings.RECONNECT_MAX);
        SettingReader.requireAtLeast(heartbeatTimeout, heartbeatEvery);
        SettingReader.requireAtLeast(reconnectMax, reconnectMin);
        return new SocketSettings(
                maxMessageSize.value(),
                maxFrames.value(),
                SocketSettings.DEFAULTS.highWaterMark(),
                heartbeatEvery.value(),
                heartbeatTimeout.value(),
                reconnectMin.value(),
                reconnectMax.value(),
                reader.get(Settings.LINGER).value());
    }
}
