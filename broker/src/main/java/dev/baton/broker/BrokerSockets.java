package dev.baton.broker;

import dev.baton.broker.access.Access;
import dev.baton.broker.access.KeyRing;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.RequestTracer;
import dev.baton.transport.BindException;
import dev.baton.transport.ConnectionGate;
import dev.baton.transport.ConnectionLimits;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.CurveSecurity;
import dev.baton.transport.IoPulse;
import dev.baton.transport.Mailbox;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.ControlChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the broker loop is given to own: bound sockets, the mailbox for its commands, and the bell. */
final class BrokerSockets {
    /** A slow client is handled by its outbox; the socket's own queue only smooths. */
    private static final int FRONTEND_HIGH_WATER_MARK = 1000;

    /** A worker that does not read its control messages misses some; it is told again. */
    private static final int CONTROL_HIGH_WATER_MARK = 1000;

    /**
     * There may be thousands of idle clients. Those of the client SDK probe their connections by themselves, and tell how long their silence may
     * last; of others it is enough to know in half a minute that they are gone.
     */
    private static final int RARER_CLIENT_HEARTBEATS = 5;

    private static final int PAIRS_OF_PORTS_TO_TRY = 20;
    private static final int DESCRIPTORS_FOR_OTHERS = 128;

    private static final Logger log = LoggerFactory.getLogger(BrokerSockets.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SEQUENCE_BITS = 40;
    private static final int EPOCH_BITS = 22;

    private static final String NAME = "baton-broker";

    /** Encryption takes an I/O thread fifty times as long as a message takes otherwise; a burst of one client must not hold up the workers. */
    private static final int CURVE_IO_THREADS =
            Math.min(4, Math.max(2, Runtime.getRuntime().availableProcessors()));

    private final @Nullable Access access;
    private final Sockets sockets;
    private volatile BrokerObserver observer = BrokerObserver.NONE;
    private final WakeUp wakeUp = new WakeUp();
    /** Connection events must not be lost, so nothing is ever refused; their number is limited by that of the connections. */
    private final Mailbox<Runnable> commands = new Mailbox<>(Integer.MAX_VALUE, wakeUp);

    private final MessageSocket frontend;
    private final List<PoolRoom.Sockets> pools = new ArrayList<>();

    private final ConnectionGate gate;
    private final IoPulse pulse;

    private BrokerSockets(BrokerConfig config, PoolEvents events, Consumer<Throwable> onIoThreadDeath) {
        BrokerKeys keys = config.keys();
        this.access = keys == null ? null : access(keys, config.pools());
        this.sockets = keys == null || access == null
                ? Sockets.open(NAME, 1, onIoThreadDeath)
                : Sockets.openGuarded(NAME, CURVE_IO_THREADS, onIoThreadDeath, keys.own(), access);
        this.gate = new ConnectionGate(fitting(config.peerLimits().connections()));
        try {
            this.frontend = sockets.bindRouter(
                    config.frontend(),
                    Access.FRONTEND,
                    frontendSettings(config.socketSettings()),
                    ConnectionListener.NONE,
                    gate);
            this.pulse = sockets.pulse();
            bindPools(config, events);
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    private void bindPools(BrokerConfig config, PoolEvents events) {
        for (int i = 0; i < config.pools().size(); i++) {
            pools.add(attach(config.pools().get(i), config, listener(i, events)));
        }
    }

    /** Some descriptors are left for everything else, so that the process can still be asked what is wrong. */
    private static ConnectionLimits fitting(ConnectionLimits limits) {
        long room = Descriptors.limit() - DESCRIPTORS_FOR_OTHERS;
        if (room >= limits.most()) {
            return limits;
        }
        int most = (int) Math.max(1, room);
        log.warn(
                "room for {} connections instead of {}, because the process may open {} files: raise `ulimit -n`"
                        + " (systemd: LimitNOFILE)",
                most,
                limits.most(),
                Descriptors.limit());
        return limits.withMost(most);
    }

    private static SocketSettings frontendSettings(SocketSettings settings) {
        Duration every = settings.heartbeatEvery().multipliedBy(RARER_CLIENT_HEARTBEATS);
        return settings.withHighWaterMark(FRONTEND_HIGH_WATER_MARK)
                .withHeartbeat(every, every.plus(settings.heartbeatTimeout()));
    }

    /** Hears of a pool's connections, on the broker thread. */
    interface PoolEvents {
        void onConnected(int pool, String address);

        void onDisconnected(int pool, String address);
    }

    /** Binds everything, or nothing. */
    static BrokerSockets open(BrokerConfig config, PoolEvents events, Consumer<Throwable> onIoThreadDeath) {
        return new BrokerSockets(config, events, onIoThreadDeath);
    }

    private Access access(BrokerKeys keys, List<PoolConfig> all) {
        Map<String, List<String>> doors = new HashMap<>();
        for (PoolConfig pool : all) {
            doors.put(Access.backend(pool.name()), pool.services());
            doors.put(Access.control(pool.name()), pool.services());
        }
        // Observers hear of everything on the broker thread.
        return new Access(keys.ring(), doors, outcome -> commands.offer(() -> observer.onAuth(outcome)));
    }

    /** Who may come in; null: everybody. */
    @Nullable
    Access access() {
        return access;
    }

    /** From now on this list holds; ends the connections of those that may not be here by it. Any thread may call it. */
    void authorize(KeyRing ring) {
        if (access != null) {
            access.replace(ring);
            sockets.revise();
        }
    }

    /** Whom the authenticator's decisions are told to; before there is anything to tell, if possible. */
    void observe(BrokerObserver newObserver) {
        observer = newObserver;
    }

    private PoolRoom.Sockets attach(PoolConfig pool, BrokerConfig config, ConnectionListener listener) {
        SocketSettings settings = config.socketSettings();
        return switch (pool.backendMode()) {
            case BIND -> bind(pool, settings, listener);
            case CONNECT ->
                new PoolRoom.Sockets(
                        sockets.connectDealer(
                                pool.backend(), new byte[0], towardsNext(pool, settings, config.keys()), listener),
                        null);
        };
    }

    private static SocketSettings towardsNext(PoolConfig pool, SocketSettings settings, @Nullable BrokerKeys keys) {
        CurveSecurity security = keys == null ? null : keys.towards(pool.name());
        return security == null ? settings : settings.withCurve(security);
    }

    private PoolRoom.Sockets bind(PoolConfig pool, SocketSettings settings, ConnectionListener listener) {
        MessageSocket backend = bindBackend(pool, settings, listener);
        if (pool.control().equals(PoolConfig.CONTROL_OFF)) {
            return new PoolRoom.Sockets(backend, null);
        }
        if (!pool.control().equals(PoolConfig.CONTROL_BESIDES)) {
            return new PoolRoom.Sockets(backend, publisher(pool.control(), pool, settings));
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return new PoolRoom.Sockets(
                        backend, publisher(ControlChannel.besides(backend.endpoint()), pool, settings));
            } catch (BindException e) {
                boolean otherPortWouldDo = pool.backend().endsWith(":*") && attempt < PAIRS_OF_PORTS_TO_TRY;
                if (!otherPortWouldDo) {
                    log.warn(
                            "pool {} goes without control of its workers (drain, resume, cancel): {}. Set its"
                                    + " `control` to another address, also on the workers, or to `off`",
                            pool.name(),
                            e.getMessage());
                    return new PoolRoom.Sockets(backend, null);
                }
                backend.close();
                backend = bindBackend(pool, settings, listener);
            }
        }
    }

    private MessageSocket bindBackend(PoolConfig pool, SocketSettings settings, ConnectionListener listener) {
        return sockets.bindDealer(pool.backend(), Access.backend(pool.name()), settings, listener, gate);
    }

    private MessageSocket publisher(String endpoint, PoolConfig pool, SocketSettings settings) {
        return sockets.bindPublisher(
                endpoint, Access.control(pool.name()), settings.withHighWaterMark(CONTROL_HIGH_WATER_MARK), gate);
    }

    private ConnectionListener listener(int pool, PoolEvents events) {
        return new ConnectionListener() {
            @Override
            public void onConnected(String peerAddress) {
                commands.offer(() -> events.onConnected(pool, peerAddress));
            }

            @Override
            public void onDisconnected(String peerAddress) {
                commands.offer(() -> events.onDisconnected(pool, peerAddress));
            }
        };
    }

    List<PoolRoom> makeRooms(
            BrokerConfig config, ReplyDesk desk, BrokerObserver observer, RequestTracer tracer, long now) {
        List<PoolRoom> rooms = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            rooms.add(new PoolRoom(config, i, pools.get(i), desk, observer, tracer, randomFirstToken(), now));
        }
        return List.copyOf(rooms);
    }

    /** Another range of tokens at each start, so that replies meant for a predecessor find nothing. */
    private static long randomFirstToken() {
        return (long) RANDOM.nextInt(1, 1 << EPOCH_BITS) << SEQUENCE_BITS;
    }

    SocketPoll poll() {
        MessageSocket[] all = new MessageSocket[pools.size() + 1];
        all[0] = frontend;
        for (int i = 0; i < pools.size(); i++) {
            all[i + 1] = pools.get(i).backend();
        }
        return sockets.poll(wakeUp, all);
    }

    /** Tells this observer of connections, and the other when an I/O thread does not answer. */
    ConnectionWatch watch(BrokerObserver observer, Runnable onDeath, long nowNanos) {
        return new ConnectionWatch(gate, pulse, observer, onDeath, nowNanos);
    }

    MessageSocket frontend() {
        return frontend;
    }

    Mailbox<Runnable> commands() {
        return commands;
    }

    WakeUp wakeUp() {
        return wakeUp;
    }

    /** Ends the I/O threads; the sockets are closed already. */
    void closeContext() {
        sockets.close();
    }
}
