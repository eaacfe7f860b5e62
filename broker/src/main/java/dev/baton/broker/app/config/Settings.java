package dev.baton.broker.app.config;

import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PeerLimits;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.PoolConfig.BackendMode;
import dev.baton.transport.SocketSettings;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Every key that there is, with its default (the one of {@link BrokerConfig} and {@link PoolConfig}), range and meaning. */
final class Settings {
    /** In front of what holds for every pool that does not say otherwise. */
    static final String POOL_GROUP = "pool.";

    /** In front of a pool's name. */
    static final String POOLS_GROUP = "pools.";

    private static final BrokerConfig DEFAULTS =
            BrokerConfig.of(BrokerConfig.DEFAULT_FRONTEND, PoolConfig.DEFAULT_BACKEND);
    private static final PoolConfig POOL_DEFAULTS = DEFAULTS.pools().get(0);
    private static final SocketSettings SOCKET_DEFAULTS = DEFAULTS.socketSettings();
    private static final PeerLimits PEER_DEFAULTS = DEFAULTS.peerLimits();

    private static final ValueType<Integer> NUMBER = ValueTypes.count(1, 1_000_000_000);
    private static final ValueType<Long> BYTES = ValueTypes.size(1, 1L << 40);
    private static final ValueType<Duration> PATIENCE = ValueTypes.time(Duration.ofMillis(10), Duration.ofHours(1));
    private static final ValueType<Duration> PAUSE = ValueTypes.time(Duration.ofMillis(1), Duration.ofHours(1));
    private static final ValueType<Duration> DEADLINE = ValueTypes.time(Duration.ofMillis(1), Duration.ofDays(30));

    // ---- addresses

    static final Setting<String> FRONTEND = new Setting<>(
            "frontend",
            ValueTypes.endpoint(),
            DEFAULTS.frontend(),
            "Where clients connect. An address that other machines reach needs keys (`curve.secret-key-file`), or"
                    + " `insecure`.");

    static final Setting<String> CURVE_SECRET_KEY_FILE = new Setting<>(
            "curve.secret-key-file",
            ValueTypes.path(),
            "",
            "The broker's own key pair, as `./baton keygen NAME` writes it. With it everything that connects must"
                    + " encrypt (CURVE) and have a key that `curve.authorized` names; see [security](security.md). Without"
                    + " it nothing is encrypted and nobody is asked who he is.");

    static final Setting<String> CURVE_AUTHORIZED = new Setting<>(
            "curve.authorized",
            ValueTypes.path(),
            "",
            "Who may connect: a YAML file, or a directory of such files, with names, public keys and what each may"
                    + " call or serve. A change is noticed within two seconds; who may not be there any more loses his"
                    + " connections. Needed with `curve.secret-key-file`.");

    static final Setting<Boolean> INSECURE = new Setting<>(
            "insecure",
            ValueTypes.yesOrNo(),
            false,
            "Whether frontend, backends and control channels may have addresses that other machines reach although"
                    + " there are no keys: whoever reaches them may call and serve everything, and read what passes by."
                    + " For networks that somebody else guards.");

    static final Setting<String> BACKEND = new Setting<>(
            "backend",
            ValueTypes.endpoint(),
            POOL_DEFAULTS.backend(),
            "Where workers connect, for a broker with one pool for all services. A broker with `pools` has none of its"
                    + " own.");

    static final Setting<String> ADMIN = new Setting<>(
            "admin",
            ValueTypes.addressOrOff(),
            "127.0.0.1:9555",
            "Where the dashboard, the admin API, `/metrics`, `/health/live` and `/health/ready` are served over HTTP;"
                    + " `off` for nowhere. A port that is taken does not stop the broker: it is logged as an error. An"
                    + " address that other machines reach needs `admin-token`.");

    static final Setting<Boolean> ADMIN_INSECURE = new Setting<>(
            "admin-insecure",
            ValueTypes.yesOrNo(),
            false,
            "Whether `/metrics` may be read without the token, and `admin` be an address that other machines reach"
                    + " without there being one: the dashboard's data and the admin API are then closed to all. `/health`"
                    + " never needs a token.");

    static final Setting<String> ADMIN_TOKEN = new Setting<>(
            "admin-token",
            ValueTypes.secret(),
            "",
            "What callers of the admin API must send as `Authorization: Bearer TOKEN`. Not needed while `admin` is a loopback address; if it"
                    + " is set, it holds there too. Set it by environment variable or file, because a flag is seen by everybody on the machine; better still, put it into a"
                    + " file of its own: `admin-token-file`.");

    static final Setting<String> ADMIN_TOKEN_FILE = new Setting<>(
            "admin-token-file",
            ValueTypes.path(),
            "",
            "A file with nothing in it but the admin token, read at the start. It is refused if others than its owner and group have any"
                    + " right to it. A credential of systemd will do (`LoadCredential=`, see `baton.service`), and so will a mounted secret of Kubernetes with"
                    + " `defaultMode: 0440`.");

    static final Setting<Integer> JOURNAL_SIZE = new Setting<>(
            "journal.size",
            ValueTypes.count(16, 10_000_000),
            4096,
            "How many of the last requests the journal remembers, at about 150 bytes each. The slowest of each minute"
                    + " and the last failures are kept besides.");

    static final Setting<String> TRACING_ENDPOINT = new Setting<>(
            "tracing.otlp-endpoint",
            ValueTypes.httpUrlOrOff(),
            TracingSettings.OFF,
            "Where a collector takes traces by OTLP over HTTP: each request's way through the broker becomes spans in the trace of its caller. A"
                    + " collector that is slow or down costs spans (`baton.broker.spans`), never requests. Making spans costs some microseconds for each"
                    + " request on the broker's one loop: look at `tracing.sampling`.");

    static final Setting<Double> TRACING_SAMPLING = new Setting<>(
            "tracing.sampling",
            ValueTypes.factor(0, 1),
            1.0,
            "Which part of the traces that begin at the broker are kept. Those of callers that trace are kept if the caller keeps them.");

    // ---- time

    static final Setting<Duration> DRAIN_TIME = new Setting<>(
            "drain-time",
            ValueTypes.time(Duration.ZERO, Duration.ofHours(1)),
            DEFAULTS.drainTime(),
            "How long a broker that is told to stop waits for what it has accepted; the rest is answered UNAVAILABLE."
                    + " Keep it below the patience of whoever stops it (systemd: `TimeoutStopSec`, Kubernetes:"
                    + " `terminationGracePeriodSeconds`).");

    static final Setting<Duration> DEFAULT_TIMEOUT = new Setting<>(
            "timeouts.default",
            DEADLINE,
            DEFAULTS.defaultTimeout(),
            "The deadline of requests that bring none, among them all of plain ZeroMQ clients.");

    static final Setting<Duration> MAX_TIMEOUT = new Setting<>(
            "timeouts.max",
            DEADLINE,
            DEFAULTS.maxTimeout(),
            "Deadlines further away than this are brought down to it, so that nothing stays for ever.");

    // ---- limits

    static final Setting<Integer> MAX_QUEUED_PER_CLIENT = new Setting<>(
            "limits.max-queued-per-client",
            NUMBER,
            DEFAULTS.maxQueuedPerClient(),
            "How many requests of one client may wait in one pool. More are refused with RESOURCE_EXHAUSTED, so that"
                    + " one client cannot fill the queue for all.");

    static final Setting<Long> MAX_QUEUED_BYTES_PER_CLIENT = new Setting<>(
            "limits.max-queued-bytes-per-client", BYTES, DEFAULTS.maxQueuedBytesPerClient(), "The same in bytes.");

    static final Setting<Integer> MAX_OUTBOX_PER_CLIENT = new Setting<>(
            "limits.max-outbox-per-client",
            NUMBER,
            DEFAULTS.maxOutboxPerClient(),
            "How many replies are kept for a client that does not read them. Further ones are dropped and counted"
                    + " (`baton.broker.dropped`, reason `slow_client`); the broker never waits for a client. A worker that"
                    + " answers with a stream is told of this much more than was passed on, at most.");

    static final Setting<Long> MAX_OUTBOX_BYTES_PER_CLIENT = new Setting<>(
            "limits.max-outbox-bytes-per-client", BYTES, DEFAULTS.maxOutboxBytesPerClient(), "The same in bytes.");

    static final Setting<Long> MAX_MESSAGE_SIZE = new Setting<>(
            "limits.max-message-size",
            ValueTypes.size(1 << 10, 1 << 30),
            SOCKET_DEFAULTS.maxMessageBytes(),
            "The largest frame that is read. A peer that announces more is disconnected before anything is allocated."
                    + " Memory must allow for one such frame of every connection at once.");

    static final Setting<Integer> MAX_FRAMES = new Setting<>(
            "limits.max-frames",
            ValueTypes.count(3, 10_000),
            SOCKET_DEFAULTS.maxFrames(),
            "Messages of more frames are thrown away. Each broker of a chain adds two.");

    static final Setting<Integer> MAX_ENVELOPE = new Setting<>(
            "limits.max-envelope",
            ValueTypes.count(1, 10_000),
            PEER_DEFAULTS.maxEnvelope(),
            "How many frames may stand before a request's empty frame: one for the client, two for each broker of a"
                    + " chain. More are refused with INVALID_ARGUMENT.");

    static final Setting<Long> MAX_HEADER_SIZE = new Setting<>(
            "limits.max-header-size",
            ValueTypes.size(1 << 10, 1 << 30),
            (long) PEER_DEFAULTS.maxHeaderBytes(),
            "How large a request's header may be without the payload in it: the method's name and the metadata,"
                    + " mostly. Larger ones are refused with INVALID_ARGUMENT.");

    static final Setting<Integer> REQUESTS_PER_SECOND = new Setting<>(
            "limits.requests-per-second-per-client",
            ValueTypes.count(0, 1_000_000_000),
            PEER_DEFAULTS.requestsPerSecond(),
            "How many requests one client may send in a second, and at once after a second of silence; 0: any number."
                    + " More are refused with RESOURCE_EXHAUSTED. A client is a name with all its connections"
                    + " where keys are asked for, and one connection elsewhere.");

    static final Setting<Long> BYTES_PER_SECOND = new Setting<>(
            "limits.bytes-per-second-per-client",
            ValueTypes.size(0, 1L << 40),
            PEER_DEFAULTS.bytesPerSecond(),
            "The same in bytes; 0B: any number. One request that is larger than that passes after a second of"
                    + " silence.");

    static final Setting<Integer> MAX_CONNECTIONS = new Setting<>(
            "limits.max-connections",
            ValueTypes.count(1, 1_000_000),
            PEER_DEFAULTS.connections().most(),
            "How many connections there may be, of clients and workers together; a worker has two. Further ones are"
                    + " closed at once and counted (`baton.broker.connections.refused`). Where the process may not open so"
                    + " many files, it is that number less 128.");

    static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS = new Setting<>(
            "limits.max-connections-per-address",
            ValueTypes.count(1, 1_000_000),
            PEER_DEFAULTS.connections().mostPerAddress(),
            "How many of them may come from one IP address. Think of those who come through a proxy or a NAT.");

    static final Setting<Integer> MAX_HANDSHAKES = new Setting<>(
            "limits.max-handshakes",
            ValueTypes.count(1, 1_000_000),
            PEER_DEFAULTS.connections().mostShaking(),
            "How many of them may be connected without having finished their handshake.");

    static final Setting<Duration> HANDSHAKE_TIME = new Setting<>(
            "limits.handshake-time",
            ValueTypes.time(Duration.ofMillis(100), Duration.ofMinutes(1)),
            PEER_DEFAULTS.connections().handshake(),
            "How long a peer may take for its handshake, of the third version of ZMTP; afterwards it is disconnected.");

    // ---- connections

    static final Setting<Duration> HEARTBEAT_EVERY = new Setting<>(
            "connection.heartbeat-every",
            PAUSE,
            SOCKET_DEFAULTS.heartbeatEvery(),
            "How often an idle connection is probed (ZeroMQ's own ping).");

    static final Setting<Duration> HEARTBEAT_TIMEOUT = new Setting<>(
            "connection.heartbeat-timeout",
            PAUSE,
            SOCKET_DEFAULTS.heartbeatTimeout(),
            "After how long without an answer to that a connection counts as dead, such as after a pulled cable. At"
                    + " least `connection.heartbeat-every`.");

    static final Setting<Duration> RECONNECT_MIN = new Setting<>(
            "connection.reconnect-min",
            PAUSE,
            SOCKET_DEFAULTS.reconnectMin(),
            "With `backend-mode: connect`: the first pause before a lost connection is made again; each further one is"
                    + " twice as long.");

    static final Setting<Duration> RECONNECT_MAX = new Setting<>(
            "connection.reconnect-max",
            PAUSE,
            SOCKET_DEFAULTS.reconnectMax(),
            "The longest such pause. At least `connection.reconnect-min`.");

    static final Setting<Duration> LINGER = new Setting<>(
            "connection.linger",
            ValueTypes.time(Duration.ZERO, Duration.ofHours(1)),
            SOCKET_DEFAULTS.linger(),
            "How long replies that are sent but not yet taken by the network are kept when the broker stops.");

    // ---- a pool

    static final Setting<List<String>> SERVICES = new Setting<>(
            "services",
            ValueTypes.services(),
            List.of(PoolConfig.ALL_SERVICES),
            "The services of this pool, as a list in YAML or separated by commas; `\"*\"` stands for all that no other"
                    + " pool names. All workers of a pool serve the same services.");

    static final Setting<BackendMode> BACKEND_MODE = new Setting<>(
            "backend-mode",
            ValueTypes.choice(BackendMode.class),
            POOL_DEFAULTS.backendMode(),
            "`bind`: workers connect to the backend. `connect`: the backend is the frontend of another broker, and"
                    + " this one connects to it.");

    static final Setting<String> NEXT_BROKER_KEY = new Setting<>(
            "next-broker-key",
            ValueTypes.publicKey(),
            "",
            "With `backend-mode: connect`: the public key of the broker there, or its `.pub` file. This one's own key is"
                    + " that of `curve.secret-key-file`; the list over there must name it as a client. Without it the"
                    + " connection is not encrypted.");

    static final Setting<String> CONTROL = new Setting<>(
            "control",
            ValueTypes.control(),
            POOL_DEFAULTS.control(),
            "Where workers subscribe to what the broker tells them: to drain, to resume, that a request is cancelled."
                    + " `auto`: on the backend's host, 1000 ports above it, where our workers look by themselves; a port"
                    + " that is taken does not stop the broker, it is logged. An address: the workers must be told the"
                    + " same. `off`: no worker can be controlled. Only for backends that are bound.");

    static final Setting<Integer> MAX_QUEUED = new Setting<>(
            "max-queued",
            NUMBER,
            POOL_DEFAULTS.maxQueued(),
            "How many requests may wait for a worker. More are refused at once with RESOURCE_EXHAUSTED and a time"
                    + " after which to try again: a longer queue only makes everybody late.");

    static final Setting<Long> MAX_QUEUED_BYTES = new Setting<>(
            "max-queued-bytes",
            BYTES,
            POOL_DEFAULTS.maxQueuedBytes(),
            "The same in bytes. The broker's heap must be larger than this.");

    static final Setting<Double> WINDOW_FACTOR = new Setting<>(
            "window-factor",
            ValueTypes.factor(1, 100),
            POOL_DEFAULTS.windowFactor(),
            "How many requests may be dispatched and unanswered, as a multiple of the live workers' slots; the rest"
                    + " waits in the broker, where it can still go to whoever is free first. 1.0 leaves a slot idle for a"
                    + " round trip after each reply; much more than the default only makes busy workers hand requests back"
                    + " (each worker does that at most its hop limit of times per request, then keeps it). Measured in"
                    + " [balance](balance.md); raise it when the network's round trip is long compared to the work.");

    static final Setting<Integer> PLAIN_WORKER_CAPACITY = new Setting<>(
            "plain-worker-capacity",
            ValueTypes.count(1, 1_000_000),
            POOL_DEFAULTS.plainWorkerCapacity(),
            "How many slots a connected peer counts as that never registered: 1 for a plain REP worker, which does one"
                    + " thing at a time; with `backend-mode: connect` the number of requests that the next broker is to"
                    + " have at once.");

    static final Setting<Duration> LEASE = new Setting<>(
            "lease",
            PATIENCE,
            POOL_DEFAULTS.lease(),
            "How long a dispatched request may be claimed by no heartbeat before it counts as lost. Workers claim what"
                    + " they hold every 250 ms; four times that forgives late heartbeats. A request that must not run"
                    + " twice is waited for beyond it while a connected worker stands still, up to `gone-after`. The end"
                    + " of a connection is seen at once, whatever this is.");

    static final Setting<Integer> MAX_LOST_LEASES = new Setting<>(
            "max-lost-leases",
            ValueTypes.count(1, 1_000),
            POOL_DEFAULTS.maxLostLeases(),
            "A request that was lost with this many workers is answered ABORTED: one that kills its worker must not"
                    + " kill them all.");

    static final Setting<Duration> SUSPECT_AFTER = new Setting<>(
            "suspect-after",
            PATIENCE,
            POOL_DEFAULTS.suspectAfter(),
            "A worker that is silent for this long does not count towards the window: three heartbeats.");

    static final Setting<Duration> GONE_AFTER = new Setting<>(
            "gone-after",
            PATIENCE,
            POOL_DEFAULTS.goneAfter(),
            "A worker that is silent for this long and has no connection is forgotten; if it has one, what it holds is"
                    + " given up. At least `suspect-after`.");

    static final Setting<Duration> AGEING = new Setting<>(
            "ageing",
            PATIENCE,
            POOL_DEFAULTS.ageing(),
            "A request of normal priority that has waited this long goes in turn with those of high priority, so that"
                    + " they cannot starve it.");

    static final Setting<Boolean> REFUSE_HOPELESS = new Setting<>(
            "refuse-hopeless",
            ValueTypes.yesOrNo(),
            POOL_DEFAULTS.refuseHopeless(),
            "Whether a request is refused at the door when the wait is likely to be longer than its remaining time.");

    /** The keys of the broker as a whole, in the order of the documentation. */
    static final List<Setting<?>> BROKER = List.of(
            FRONTEND,
            BACKEND,
            CURVE_SECRET_KEY_FILE,
            CURVE_AUTHORIZED,
            INSECURE,
            ADMIN,
            ADMIN_INSECURE,
            ADMIN_TOKEN,
            ADMIN_TOKEN_FILE,
            DRAIN_TIME,
            DEFAULT_TIMEOUT,
            MAX_TIMEOUT,
            MAX_QUEUED_PER_CLIENT,
            MAX_QUEUED_BYTES_PER_CLIENT,
            MAX_OUTBOX_PER_CLIENT,
            MAX_OUTBOX_BYTES_PER_CLIENT,
            MAX_MESSAGE_SIZE,
            MAX_FRAMES,
            MAX_ENVELOPE,
            MAX_HEADER_SIZE,
            REQUESTS_PER_SECOND,
            BYTES_PER_SECOND,
            MAX_CONNECTIONS,
            MAX_CONNECTIONS_PER_ADDRESS,
            MAX_HANDSHAKES,
            HANDSHAKE_TIME,
            HEARTBEAT_EVERY,
            HEARTBEAT_TIMEOUT,
            RECONNECT_MIN,
            RECONNECT_MAX,
            LINGER,
            JOURNAL_SIZE,
            TRACING_ENDPOINT,
            TRACING_SAMPLING);

    /** The keys under {@code pool}, for all pools, and under {@code pools.NAME}, for one. */
    static final List<Setting<?>> POOL = List.of(
            BACKEND_MODE,
            NEXT_BROKER_KEY,
            CONTROL,
            MAX_QUEUED,
            MAX_QUEUED_BYTES,
            WINDOW_FACTOR,
            PLAIN_WORKER_CAPACITY,
            LEASE,
            MAX_LOST_LEASES,
            SUSPECT_AFTER,
            GONE_AFTER,
            AGEING,
            REFUSE_HOPELESS);

    /** Those that can change while the broker runs. Everything else belongs to a socket, to a worker's registration or to arrays of a fixed size. */
    static final Set<Setting<?>> RELOADABLE = Set.of(
            MAX_ENVELOPE,
            MAX_HEADER_SIZE,
            REQUESTS_PER_SECOND,
            BYTES_PER_SECOND,
            DRAIN_TIME,
            DEFAULT_TIMEOUT,
            MAX_TIMEOUT,
            MAX_QUEUED_PER_CLIENT,
            MAX_QUEUED_BYTES_PER_CLIENT,
            MAX_QUEUED,
            MAX_QUEUED_BYTES,
            WINDOW_FACTOR,
            MAX_LOST_LEASES,
            AGEING,
            REFUSE_HOPELESS);

    /** The keys that only a named pool has. */
    static final List<Setting<?>> NAMED_POOL = List.of(SERVICES, BACKEND);

    private Settings() {}
}
