package dev.baton.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.wire.Frames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that may open few files, and more connections than that. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DescriptorShortageTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int DESCRIPTORS = 150;
    private static final int CONNECTIONS = 170;

    /** JeroMQ's own listener tries again at once, thousands of times a second. This one rests for 100 ms each time. */
    private static final int MOST_ATTEMPTS_A_SECOND = 40;

    private final List<Socket> crowd = new ArrayList<>();
    private Process process;
    private BufferedReader answers;
    private PrintStream questions;
    private String endpoint;

    @BeforeEach
    void start() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + "; exec \"$0\" \"$@\"",
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShortOfDescriptors.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        questions = new PrintStream(process.getOutputStream(), true, UTF_8);
        endpoint = answers.readLine();
        ask(); // so that it has loaded what it needs for the answer
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : crowd) {
            socket.close();
        }
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }

    @Test
    void shouldRestInsteadOfSpinningAndServeAgainWhenDescriptorsAreBack() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            crowd.add(new Socket(
                    InetAddress.getLoopbackAddress(), URI.create(endpoint).getPort()));
        }
        await().atMost(LONG).until(() -> ask()[0] > 0);

        long[] before = ask();
        long fromNanos = System.nanoTime();
        await().atMost(LONG).until(() -> System.nanoTime() - fromNanos > TimeUnit.SECONDS.toNanos(2));
        double seconds = (System.nanoTime() - fromNanos) / 1e9;
        long[] after = ask();
        assertThat((after[0] - before[0]) / seconds).isLessThan(MOST_ATTEMPTS_A_SECOND);
        assertThat((after[1] - before[1]) / 1000.0 / seconds)
                .as("processors used")
                .isLessThan(0.5);

        for (Socket socket : crowd) {
            socket.close();
        }
        assertServed();
        assertThat(process.isAlive()).isTrue();
    }

    private long[] ask() throws IOException {
        questions.println();
        String[] numbers = answers.readLine().split(" ", -1);
        return new long[] {Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2])};
    }

    private void assertServed() {
        Frames got = new Frames();
        try (Sockets sockets = Sockets.open("client", 1, death -> {});
                MessageSocket dealer = sockets.connectDealer(
                        endpoint, "hello".getBytes(UTF_8), SocketSettings.DEFAULTS, ConnectionListener.NONE)) {
            await().atMost(LONG).until(() -> dealer.receive(got));
            assertThat(new String(got.get(0), UTF_8)).isEqualTo("hello");
        }
    }
}
