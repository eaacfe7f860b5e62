package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.BrokerKeys;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.access.KeyHolder;
import dev.baton.broker.access.KeyRing;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.BatonClientBuilder;
import dev.baton.client.CallException;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurveSecurity;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What {@link ZmtpFuzzTest} aims at: a broker without keys, one that asks for keys, and a worker that connects to whoever says that he is its broker.
 * One of each for all inputs.
 *
 * <p>It is a class of its own because the JVM looks up the types in a target's methods before Jazzer rewrites them, and JDK 17 cannot rewrite a record that is
 * loaded already: its constructor then finds none of its own fields (NoSuchFieldError).
 */
final class HostileGround {
    /** For what takes milliseconds, unless the machine stands still. Jazzer gives up on an input after twice that. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final String ANY_PORT = "tcp://127.0.0.1:*";
    private static final AtomicReference<Throwable> BUG = new AtomicReference<>();
    private static final BrokerObserver WATCH = new BrokerObserver() {
        @Override
        public void onLoopError(Throwable error) {
            BUG.set(error);
        }
    };

    private static final CurveKeyPair BROKERS_KEYS = CurveKeyPair.generate();
    private static final CurveKeyPair CLIENTS_KEYS = CurveKeyPair.generate();
    private static final Broker OPEN = Broker.start(config(), WATCH);
    private static final Broker GUARDED = Broker.start(config().withKeys(keys()), WATCH);
    private static final ServerSocket HOSTILE_BROKER = listen();
    private static final BatonWorker VICTIM = worker();

    private HostileGround() {}

    /** Nobody serves what the honest client asks for, so the broker itself answers: hostile peers at the backend pass for workers. */
    private static BrokerConfig config() {
        PoolConfig pool = PoolConfig.of("default", List.of("hostile"), ANY_PORT).withControl(PoolConfig.CONTROL_OFF);
        return BrokerConfig.of(ANY_PORT, ANY_PORT).withPools(List.of(pool));
    }

    private static BrokerKeys keys() {
        KeyHolder client = new KeyHolder("client", CLIENTS_KEYS.publicKey(), Set.of(KeyHolder.ALL), Set.of(), false);
        return new BrokerKeys(BROKERS_KEYS, new KeyRing(List.of(client)));
    }

    private static BatonWorker worker() {
        return BatonWorker.builder()
                .broker("tcp://127.0.0.1:" + HOSTILE_BROKER.getLocalPort())
                .control("")
                .reopenAfter(Duration.ofMillis(100))
                .socketSettings(SocketSettings.DEFAULTS.withReconnect(AT_ONCE, AT_ONCE))
                .handle("fuzz/Echo", (context, payload) -> payload)
                .start();
    }

    private static ServerSocket listen() {
        try {
            ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            listener.setSoTimeout((int) PATIENCE.toMillis());
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ports that a stranger finds. */
    static Socket toBroker(boolean guarded, boolean backend) throws IOException {
        Broker broker = guarded ? GUARDED : OPEN;
        String endpoint = backend ? broker.backendEndpoint("default") : broker.frontendEndpoint();
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** A worker that has just connected. It lives as long as it connects again, which this waits for. */
    static Socket toWorker() throws IOException {
        assertThat(VICTIM).isNotNull();
        return HOSTILE_BROKER.accept();
    }

    static void assertNoBug() {
        assertThat(BUG.get()).isNull();
        assertThat(OPEN.isServing()).isTrue();
        assertThat(GUARDED.isServing()).isTrue();
    }

    static void assertServed() {
        assertServed(BatonClient.builder().broker(OPEN.frontendEndpoint()));
        assertServed(BatonClient.builder()
                .broker(GUARDED.frontendEndpoint())
                .curve(new CurveSecurity(CLIENTS_KEYS, BROKERS_KEYS.publicKey())));
    }

    private static void assertServed(BatonClientBuilder builder) {
        try (BatonClient client = builder.defaultTimeout(PATIENCE).build()) {
            CallException answer =
                    catchThrowableOfType(CallException.class, () -> client.call("fuzz/Echo", Payload.empty()));
            assertThat(answer.status()).isEqualTo(StatusCode.UNIMPLEMENTED);
        }
    }
}
