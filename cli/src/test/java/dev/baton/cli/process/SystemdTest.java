package dev.baton.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.cli.ExitCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is told, heard at a socket such as systemd's: a few lines of Python, because Java has none of that kind. */
@Timeout(300)
class SystemdTest {
    private static final String LISTENER = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            print("bound", flush=True)
            while True:
                for line in s.recv(4096).decode().splitlines():
                    print(line, flush=True)
            """;

    @TempDir
    private Path directory;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private Process listener;
    private String socket;

    @BeforeAll
    static void lookForPrograms() {
        for (String program : List.of("systemd-notify", "python3")) {
            boolean found = List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                    .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
            assumeTrue(found, "skipped: " + program + " is not installed");
        }
    }

    @BeforeEach
    void listen() throws Exception {
        socket = directory.resolve("notify").toString();
        listener = new ProcessBuilder("python3", "-c", LISTENER, socket)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Threads.startDaemon("notifications", this::read);
        awaitWord("bound");
    }

    @AfterEach
    void stopListening() {
        listener.destroyForcibly();
    }

    private void read() {
        try (BufferedReader lines = listener.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(line);
            }
        } catch (IOException e) {
            heard.add(e.toString());
        }
    }

    @Test
    void shouldTellThatTheBrokerIsReadyAliveAndStopping() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(JvmCommand.shortLived(List.of(
                        "broker",
                        "--frontend=tcp://127.0.0.1:*",
                        "--backend=tcp://127.0.0.1:*",
                        "--admin=127.0.0.1:0")))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().putAll(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "900000"));
        Process broker = builder.start();
        try {
            awaitWord("READY=1");
            assertThat(take()).startsWith("STATUS=serving clients at tcp://127.0.0.1:");
            awaitWord("WATCHDOG=1");
            awaitWord("WATCHDOG=1");

            broker.destroy();

            awaitWord("STOPPING=1");
            assertThat(broker.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(broker.exitValue())
                    .as(Files.readString(directory.resolve("log")))
                    .isEqualTo(ExitCode.OK);
        } finally {
            broker.destroyForcibly();
        }
    }

    @Test
    void shouldKeepSilentWhenTheServiceIsNotAlive() throws Exception {
        AtomicBoolean alive = new AtomicBoolean(true);
        BlockingQueue<Boolean> answers = new LinkedBlockingQueue<>();
        Systemd systemd = Systemd.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "300000"), () -> {
            boolean answer = alive.get();
            answers.add(answer);
            return answer;
        });
        systemd.ready("here");
        awaitWord("WATCHDOG=1");

        alive.set(false);
        awaitNo(answers); // what was said before has been said by now: one thread does it in turn
        systemd.stopping("marks the place");
        awaitWord("STOPPING=1");
        awaitNo(answers);
        awaitNo(answers);

        assertThat(take()).isEqualTo("STATUS=marks the place");
        assertThat(heard).doesNotContain("WATCHDOG=1");
        systemd.close();
    }

    private static void awaitNo(BlockingQueue<Boolean> answers) throws InterruptedException {
        Boolean answer = answers.poll(120, TimeUnit.SECONDS);
        while (Boolean.TRUE.equals(answer)) {
            answer = answers.poll(120, TimeUnit.SECONDS);
        }
        assertThat(answer).isNotNull();
    }

    private String take() throws InterruptedException {
        String word = heard.poll(120, TimeUnit.SECONDS);
        assertThat(word).as("a word to systemd").isNotNull();
        return word;
    }

    private void awaitWord(String word) throws InterruptedException {
        String next = take();
        while (!next.equals(word)) {
            next = take();
        }
    }
}
