package dev.baton.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PeerLimits;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.ConnectionRefusal;
import dev.baton.broker.observe.RejectReason;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.RetryPolicy;
import dev.baton.transport.ConnectionLimits;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What peers may ask of a broker: each limit refuses in words or hangs up, is counted, and leaves the others alone. */
class LimitsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String METHOD = "limits/Echo";

    private final Map<Object, Long> counted = new ConcurrentHashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Broker broker;

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void shouldRefuseTooMuchMetadataAndSaySo() {
        start(PeerLimits.DEFAULTS.withRequests(32, 2000));
        BatonClient client = client();

        CallOptions large = CallOptions.deadline(PATIENCE).metadata(Map.of("note", "x".repeat(3000)));
        CallException refusal =
                catchThrowableOfType(CallException.class, () -> client.call(METHOD, Payload.empty(), large));

        assertThat(refusal.status()).isEqualTo(StatusCode.INVALID_ARGUMENT);
        assertThat(refusal.executed()).isEqualTo(Executed.NO);
        assertThat(refusal).hasMessageContaining("at most 2000 bytes");
        assertThat(counted).containsKey(RejectReason.HEADER_TOO_LARGE);
        Payload payload = Payload.wrap(new byte[4000]); // in the header, but not of it
        assertThat(client.call(METHOD, payload)).isEqualTo(payload);
    }

    @Test
    void shouldRefuseEnvelopesThatAreTooDeepAndSaySo() {
        start(PeerLimits.DEFAULTS.withRequests(3, 2000));
        try (ZContext context = new ZContext()) {
            ZMQ.Socket plain = context.createSocket(SocketType.DEALER);
            plain.setReceiveTimeOut((int) PATIENCE.toMillis());
            plain.connect(broker.frontendEndpoint());
            for (int i = 0; i < 3; i++) { // and one that the broker puts in front
                plain.send("hop", ZMQ.SNDMORE);
            }
            plain.send("", ZMQ.SNDMORE);
            plain.send("hello");

            List<String> answer = new ArrayList<>();
            do {
                answer.add(new String(plain.recv(), UTF_8));
            } while (plain.hasReceiveMore());
            assertThat(answer.get(answer.size() - 1)).contains("INVALID_ARGUMENT", "at most 3");
            assertThat(counted).containsKey(RejectReason.ENVELOPE_TOO_DEEP);
        }
    }

    @Test
    void shouldRefuseAClientThatSendsMoreThanItsRateAndServeAnother() {
        start(PeerLimits.DEFAULTS.withRates(5, 0));
        BatonClient greedy = client();
        CallOptions once =
                CallOptions.deadline(PATIENCE).retryPolicy(RetryPolicy.none()); // which would heed the refusal
        CallException refusal = catchThrowableOfType(CallException.class, () -> {
            for (int i = 0; i < 1_000; i++) {
                greedy.call(METHOD, Payload.empty(), once);
            }
        });

        assertThat(refusal.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(refusal.retryAfter()).isPresent();
        assertThat(refusal).hasMessageContaining("at most 5 a second");
        assertThat(counted).containsKey(RejectReason.CLIENT_RATE);
        assertThat(client().call(METHOD, Payload.empty())).isEqualTo(Payload.empty());
    }

    @Test
    void shouldHangUpOnWhoIsTooManyAndServeWhoIsConnected() throws IOException {
        start(PeerLimits.DEFAULTS.withConnections(new ConnectionLimits(6, 6, 6, Duration.ofMinutes(1))));
        BatonClient client = client();
        assertThat(client.call(METHOD, Payload.empty())).isEqualTo(Payload.empty());
        int port = Integer.parseInt(
                broker.frontendEndpoint().substring(broker.frontendEndpoint().lastIndexOf(':') + 1));

        for (int i = 0; i < 20; i++) {
            opened.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }

        await().atMost(PATIENCE).until(() -> counted.getOrDefault(ConnectionRefusal.TOO_MANY, 0L) >= 14);
        assertThat(client.call(METHOD, Payload.empty())).isEqualTo(Payload.empty());
    }

    private void start(PeerLimits limits) {
        BrokerObserver counting = new BrokerObserver() {
            @Override
            public void onRejected(RejectReason reason) {
                counted.merge(reason, 1L, Long::sum);
            }

            @Override
            public void onConnectionsRefused(ConnectionRefusal reason, long count) {
                counted.merge(reason, count, Long::sum);
            }
        };
        BrokerConfig config =
                BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*").withPeerLimits(limits);
        broker = Broker.start(config, counting);
        opened.add(broker);
        BatonWorker worker = BatonWorker.builder()
                .broker(broker.backendEndpoint("default"))
                .handle(METHOD, (context, payload) -> payload)
                .start();
        opened.add(worker);
        await().atMost(PATIENCE).until(worker::isConnected);
    }

    private BatonClient client() {
        BatonClient client = BatonClient.builder()
                .broker(broker.frontendEndpoint())
                .defaultTimeout(PATIENCE)
                .build();
        opened.add(client);
        return client;
    }
}
