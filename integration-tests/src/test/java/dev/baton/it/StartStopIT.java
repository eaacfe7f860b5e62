package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.io.File;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is started and stopped a thousand times in one JVM leaves nothing behind. */
@Timeout(300)
class StartStopIT {
    private static final File OPEN_FILES = new File("/proc/self/fd");
    private static final int CYCLES = 1000;
    private static final int AT_ONCE = 4;
    private static final int CALL_EVERY = 10;
    private static final CallOptions PATIENT = CallOptions.deadline(Duration.ofSeconds(60));

    /** What the JVM itself may open meanwhile: class files, its own threads' bells. One leak in twenty cycles is more. */
    private static final int SLACK = 40;

    @Test
    void shouldLeaveNoThreadAndNoFileBehind() throws Exception {
        assumeThat(OPEN_FILES).as("where the system tells of open files").isDirectory();
        cycles(CALL_EVERY);
        awaitNoThreads();
        int filesBefore = openFiles();

        cycles(CYCLES);

        awaitNoThreads();
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(openFiles()).isLessThan(filesBefore + SLACK));
    }

    /** Some at a time: most of a cycle is waiting for threads to end. */
    private static void cycles(int count) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
        try {
            CompletableFuture<?>[] all = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> cycle(i), executor))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(all).get(4, TimeUnit.MINUTES);
        } finally {
            executor.shutdownNow();
        }
    }

    /** Most cycles end in the midst of connecting, which is when it is easiest to leave something behind. */
    private static void cycle(int number) {
        try (Broker broker =
                        Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
                BatonWorker worker = BatonWorker.builder()
                        .broker(broker.backendEndpoint("default"))
                        .name("cycle")
                        .capacity(2)
                        .handle("it.Cycle/Echo", (context, request) -> request)
                        .start();
                BatonClient client = BatonClient.builder()
                        .broker(broker.frontendEndpoint())
                        .name("cycle-client")
                        .build()) {
            if (number % CALL_EVERY == 0) {
                assertThat(client.call("it.Cycle/Echo", Payload.utf8("hello"), PATIENT))
                        .isEqualTo(Payload.utf8("hello"));
            }
        }
    }

    private static void awaitNoThreads() {
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(ownThreads()).isEmpty());
    }

    /** The threads of broker, worker and client, and those of their sockets: all carry their names. */
    private static Set<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("baton-broker") || name.startsWith("cycle"))
                .collect(Collectors.toSet());
    }

    private static int openFiles() {
        String[] names = OPEN_FILES.list();
        return names == null ? 0 : names.length;
    }
}
