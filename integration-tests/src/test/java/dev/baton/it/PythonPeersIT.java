package dev.baton.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.it.Processes.PythonReplies;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers in another language, on another ZeroMQ, that know nothing of Baton. */
@Timeout(180)
class PythonPeersIT {
    private static final int REQUESTS = 500;

    private final Processes processes = new Processes();
    private Broker broker;

    @BeforeAll
    static void lookForZeroMq() throws Exception {
        assumeTrue(canImportZmq(), "skipped: " + Processes.PYTHON + " cannot import zmq (Debian: python3-zmq)");
    }

    private static boolean canImportZmq() throws InterruptedException {
        try {
            Process probe = new ProcessBuilder(Processes.PYTHON, "-c", "import zmq").start();
            return probe.waitFor(60, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false; // not even Python
        }
    }

    @BeforeEach
    void start() {
        broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE);
    }

    @AfterEach
    void stop() {
        processes.close();
        broker.close();
    }

    @Test
    void shouldCarryRequestsFromAReqToRepsAndBack() throws Exception {
        startRep();
        startRep();

        PythonReplies client = startReq().awaitReady();

        assertThat(client.replies()).isEqualTo(texts("python: text "));
    }

    @Test
    void shouldCarryRequestsFromAReqToABatonWorker() throws Exception {
        try (BatonWorker worker = BatonWorker.builder()
                .broker(broker.backendEndpoint("default"))
                .handle("it.Text/Upper", (context, request) -> upper(request))
                .handleForeign("it.Text/Upper")
                .start()) {
            PythonReplies client = startReq().awaitReady();

            assertThat(client.replies()).isEqualTo(texts("TEXT "));
        }
    }

    @Test
    void shouldCarryRequestsFromABatonClientToARep() throws Exception {
        startRep();
        try (BatonClient client = BatonClient.connect(broker.frontendEndpoint())) {
            Payload reply =
                    client.call("it.Text/Any", Payload.utf8("hello"), CallOptions.deadline(Duration.ofSeconds(60)));

            // The header comes along: a REP sees the whole message, and a short payload travels inside the header.
            assertThat(new String(reply.toByteArray(), UTF_8))
                    .startsWith("python: ")
                    .contains("hello");
        }
    }

    private void startRep() throws Exception {
        processes
                .startPython("rep_worker.py", broker.backendEndpoint("default"))
                .awaitReady();
    }

    private Processes.Started<PythonReplies> startReq() {
        return processes.startPython("req_client.py", broker.frontendEndpoint(), Integer.toString(REQUESTS));
    }

    private static List<String> texts(String prefix) {
        return IntStream.range(0, REQUESTS).mapToObj(i -> prefix + i).toList();
    }

    private static Payload upper(Payload text) {
        return Payload.utf8(new String(text.toByteArray(), UTF_8).toUpperCase(Locale.ROOT));
    }
}
