package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three clients and four worker processes at once: everybody gets what is theirs. */
@Timeout(300)
class ManyProcessesIT {
    private static final int CLIENTS = 3;
    private static final int WORKERS = 4;
    private static final int REQUESTS_PER_CLIENT = 2000;
    private static final int LARGE_EVERY = 40;
    private static final int LARGEST_BYTES = 1 << 20;
    private static final int OPEN_PER_CLIENT = 16;
    private static final CallOptions PATIENT = CallOptions.deadline(Duration.ofMinutes(2));

    @TempDir
    private Path directory;

    private final Map<String, Set<String>> identitiesByClient = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> servedByWorker = new ConcurrentHashMap<>();

    @Test
    void shouldGiveEachClientExactlyItsOwnRepliesFromWorkersWithEqualShares() throws Exception {
        try (Broker broker =
                        Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
                Processes processes = new Processes()) {
            for (int i = 0; i < WORKERS; i++) {
                // More slots than are ever wanted: nothing is handed back, and the shares are those of the dealing.
                processes.startWorker(broker.backendEndpoint("default"), "w" + i, 64, directory.resolve("executions"));
            }
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> broker.snapshot().pools().get(0).workers().size() == WORKERS);
            callFromAllClients(broker.frontendEndpoint());
        }

        assertThat(identitiesByClient).hasSize(CLIENTS);
        assertThat(identitiesByClient.values())
                .allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(new HashSet<>(identitiesByClient.values())).hasSize(CLIENTS);
        assertThat(servedByWorker).hasSize(WORKERS);
        double equalShare = (double) CLIENTS * REQUESTS_PER_CLIENT / WORKERS;
        assertThat(servedByWorker.values())
                .allSatisfy(served ->
                        assertThat(served.doubleValue()).isCloseTo(equalShare, Percentage.withPercentage(10)));
    }

    private void callFromAllClients(String frontend) throws Exception {
        Map<String, BatonClient> clients = new HashMap<>();
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "client-" + i;
                BatonClient client = BatonClient.connect(frontend);
                clients.put(name, client);
                all.add(CompletableFuture.runAsync(() -> callAll(name, client), work -> new Thread(work).start()));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(240, TimeUnit.SECONDS);
        } finally {
            clients.values().forEach(BatonClient::close);
        }
    }

    private void callAll(String name, BatonClient client) {
        Semaphore open = new Semaphore(OPEN_PER_CLIENT);
        List<CompletableFuture<Void>> checked = new ArrayList<>();
        for (int i = 0; i < REQUESTS_PER_CLIENT; i++) {
            byte[] request = request(name, i);
            open.acquireUninterruptibly();
            checked.add(client.exchangeAsync(WorkerMain.INVERT, Payload.wrap(request), PATIENT)
                    .whenComplete((reply, failure) -> open.release())
                    .thenAccept(reply -> check(name, request, reply)));
        }
        CompletableFuture.allOf(checked.toArray(CompletableFuture[]::new)).join();
    }

    /** Bytes that no other request of this test has, if there are enough of them to tell. */
    private static byte[] request(String client, int number) {
        Random random = new Random(client.hashCode() * 31L + number);
        int size = number % LARGE_EVERY == 0 ? random.nextInt(LARGEST_BYTES + 1) : random.nextInt(1024);
        byte[] bytes = new byte[number == 1 ? 0 : number == 2 ? LARGEST_BYTES : size];
        random.nextBytes(bytes);
        if (size >= Integer.BYTES && bytes.length >= Integer.BYTES) {
            ByteBuffer.wrap(bytes).putInt(number);
        }
        return bytes;
    }

    private void check(String client, byte[] request, Reply reply) {
        assertThat(reply.payload().toByteArray()).isEqualTo(WorkerMain.inverted(request.clone()));
        identitiesByClient
                .computeIfAbsent(client, key -> ConcurrentHashMap.newKeySet())
                .add(reply.header().metadata().get(WorkerMain.CLIENT));
        servedByWorker
                .computeIfAbsent(reply.header().workerId(), key -> new AtomicInteger())
                .incrementAndGet();
    }
}
