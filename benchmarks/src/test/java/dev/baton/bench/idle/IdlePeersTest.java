package dev.baton.bench.idle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.wire.Payload;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

@Timeout(60)
class IdlePeersTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String METHOD = "test.Echo/Echo";

    @Test
    void shouldBeTakenForDealersByARouter() throws Exception {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
            router.setReceiveTimeOut((int) LIMIT.toMillis());
            router.bind("tcp://127.0.0.1:*");
            IdlePeers workers = workers(router.getLastEndpoint(), 40);
            CompletableFuture<Void> run = start(workers);

            Set<String> registered = new HashSet<>();
            while (registered.size() < 40) {
                router.recv();
                WorkerSignal signal = WireCodec.decodeSignal(router.recv());
                if (signal instanceof WorkerSignal.Register) {
                    registered.add(signal.workerId());
                }
            }

            assertThat(workers.census().readyCount()).isEqualTo(40);
            end(workers, run);
        }
    }

    @Test
    void shouldAnswerPings() throws Exception {
        try (ZContext context = new ZContext()) {
            ZMQ.Socket router = context.createSocket(SocketType.ROUTER);
            router.setHeartbeatIvl(20);
            router.setHeartbeatTimeout((int) LIMIT.toMillis());
            router.bind("tcp://127.0.0.1:*");
            IdlePeers clients = new IdlePeers(
                    address(router.getLastEndpoint()), 10, i -> IdleClient.PINGING, Duration.ofMillis(20));
            CompletableFuture<Void> run = start(clients);

            await().atMost(LIMIT).until(() -> clients.census().pingsAnsweredCount() >= 100);

            assertThat(run).isNotDone();
            end(clients, run);
        }
    }

    @Test
    void shouldServeRequestsOfEverySizeAsWorkersOfABroker() throws Exception {
        String anyPort = "tcp://127.0.0.1:*";
        try (Broker broker = Broker.start(BrokerConfig.of(anyPort, anyPort), BrokerObserver.NONE);
                BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            IdlePeers workers = workers(broker.backendEndpoint("default"), 3);
            CompletableFuture<Void> run = start(workers);

            for (int bytes : new int[] {0, 8, 200, 1_000, 300_000}) {
                Payload payload = Payload.wrap(new byte[bytes]);
                assertThat(client.call(METHOD, payload)).isEqualTo(payload);
            }

            await().atMost(LIMIT)
                    .until(() -> broker.snapshot().pools().get(0).workers().size() == 3);
            assertThat(broker.snapshot().pools().get(0).plainPeers()).isZero();
            end(workers, run);
        }
    }

    private static IdlePeers workers(String endpoint, int count) throws Exception {
        return new IdlePeers(
                address(endpoint), count, i -> new LightWorker("light-" + i, METHOD), Duration.ofMillis(250));
    }

    private static InetSocketAddress address(String endpoint) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(endpoint).getPort());
    }

    private static CompletableFuture<Void> start(IdlePeers peers) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                peers.run();
                end.complete(null);
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private static void end(IdlePeers peers, CompletableFuture<Void> run) throws Exception {
        peers.close();
        run.get(LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    }
}
