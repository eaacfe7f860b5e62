package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.transport.SocketSettings;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Bytes at the ports of a running broker, and from a broker to a running worker and a running client: greetings cut short, other mechanisms, frames of
 * lengths that nobody can mean, connections closed on one side. The I/O threads live on, the loop meets no bug, and honest calls are answered.
 */
class ZmtpFuzzTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final int CALL_EVERY = 20;
    private static final AtomicReference<Throwable> BUG = new AtomicReference<>();

    /** One for all inputs. */
    private static final Broker BROKER = Broker.start(config(), new BrokerObserver() {
        @Override
        public void onLoopError(Throwable error) {
            BUG.set(error);
        }
    });

    private static final ServerSocket HOSTILE_BROKER = listen();
    private static final String HOSTILE = "tcp://127.0.0.1:" + HOSTILE_BROKER.getLocalPort();

    static final BatonWorker VICTIM = BatonWorker.builder()
            .broker(HOSTILE)
            .control("")
            .reopenAfter(Duration.ofMillis(100))
            .socketSettings(SocketSettings.DEFAULTS.withReconnect(AT_ONCE, AT_ONCE))
            .handle("fuzz/Echo", (context, payload) -> payload)
            .start();

    private static int inputs;

    /** Nobody serves what the honest client asks for, so the broker itself answers: hostile peers at the backend pass for workers. */
    private static BrokerConfig config() {
        PoolConfig pool = PoolConfig.of("default", List.of("hostile"), "tcp://127.0.0.1:*")
                .withControl(PoolConfig.CONTROL_OFF);
        return BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*").withPools(List.of(pool));
    }

    @FuzzTest
    void shouldSurvive(FuzzedDataProvider data) throws IOException {
        switch (data.consumeInt(0, 2)) {
            case 0 -> toBroker(BROKER.frontendEndpoint(), data);
            case 1 -> toBroker(BROKER.backendEndpoint("default"), data);
            default -> toWorker(data);
        }
        assertThat(BUG.get()).isNull();
        assertThat(BROKER.isServing()).isTrue();
        if (++inputs % CALL_EVERY == 0) {
            assertServed();
        }
    }

    private static void toBroker(String endpoint, FuzzedDataProvider data) throws IOException {
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            converse(socket, data);
        } catch (SocketException cutOff) {
            // what it deserves
        }
    }

    private static void toWorker(FuzzedDataProvider data) throws IOException {
        HOSTILE_BROKER.setSoTimeout((int) PATIENCE.toMillis());
        try (Socket socket = HOSTILE_BROKER.accept()) {
            converse(socket, data);
        } catch (SocketException cutOff) {
            // what it deserves
        }
    }

    private static void converse(Socket socket, FuzzedDataProvider data) throws IOException {
        socket.setTcpNoDelay(true);
        ZmtpScript.write(socket, data);
    }

    /** The worker lives as long as it connects again, which toWorker waits for. */
    private static void assertServed() {
        try (BatonClient client = BatonClient.builder()
                .broker(BROKER.frontendEndpoint())
                .defaultTimeout(PATIENCE)
                .build()) {
            CallException answer =
                    catchThrowableOfType(CallException.class, () -> client.call("fuzz/Echo", Payload.empty()));
            assertThat(answer.status()).isEqualTo(StatusCode.UNIMPLEMENTED);
        }
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
