package dev.baton.worker;

import static dev.baton.worker.ScriptedBackend.LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.baton.wire.Payload;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.WorkerSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class VirtualThreadsTest {
    private static final Path JDKS = Path.of("/usr/lib/jvm");
    private static final Pattern FEATURE = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int FIRST_JDK = 21;
    private static final int SLOTS = 200;

    private final ScriptedBackend backend = new ScriptedBackend();
    private Process process;

    @AfterEach
    void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        backend.close();
    }

    private void start() throws IOException {
        Optional<Path> jdk = laterJdk();
        assumeThat(jdk).as("a JDK of %d or later in %s", FIRST_JDK, JDKS).isPresent();
        process = new ProcessBuilder(
                        jdk.get().resolve("bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VirtualThreadsMain.class.getName(),
                        backend.endpoint(),
                        String.valueOf(SLOTS))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(backend.signal(WorkerSignal.Register.class).capacity()).isEqualTo(SLOTS);
    }

    private static Optional<Path> laterJdk() throws IOException {
        if (Runtime.version().feature() >= FIRST_JDK) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        if (!Files.isDirectory(JDKS)) {
            return Optional.empty();
        }
        try (Stream<Path> jdks = Files.list(JDKS)) {
            return jdks.filter(jdk -> feature(jdk) >= FIRST_JDK).findFirst();
        }
    }

    private static int feature(Path jdk) {
        try {
            Matcher version = FEATURE.matcher(Files.readString(jdk.resolve("release"), UTF_8));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void shouldSayWhatIsMissing() {
        assertThatThrownBy(() -> BatonWorker.builder().virtualThreads())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("need JDK 21 or later; this is " + Runtime.version());
    }

    @Test
    void shouldRunAsManyBlockingHandlersAsThereAreSlotsOnTwoThreads() throws Exception {
        start();
        for (int id = 1; id < SLOTS; id++) {
            backend.request(VirtualThreadsMain.WAIT, id, Payload.empty());
        }
        backend.request(VirtualThreadsMain.SLOTS, 1000, Payload.empty());
        assertThat(backend.reply(1000).payload().toUtf8()).isEqualTo(SLOTS + " busy, 2 threads");
        backend.request(VirtualThreadsMain.WAIT, SLOTS, Payload.empty());

        backend.request(VirtualThreadsMain.WAIT, 1001, Payload.empty());
        assertThat(backend.reply(1001).header().kind())
                .as("capacity still bounds how many run at once")
                .isEqualTo(ReplyKind.HAND_BACK);
        openTheGate();

        for (int id = 1; id <= SLOTS; id++) {
            assertThat(backend.reply(id).payload().toUtf8())
                    .startsWith("VirtualThread[")
                    .contains("virtual-test-virtual-");
        }
        end();
    }

    private void openTheGate() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @Test
    void shouldRunAsynchronousHandlersToo() throws Exception {
        start();
        openTheGate();

        backend.request(VirtualThreadsMain.LATER, 1, Payload.empty());

        // Where supplyAsync runs it: the common pool, or a thread of its own on a machine of two processors before JDK
        // 25.
        assertThat(backend.reply(1).payload().toUtf8()).doesNotStartWith("VirtualThread[");
        end();
    }

    @Test
    void shouldInterruptWhatHasNotEndedWithinTheDrainTimeout() throws Exception {
        start();
        backend.request(VirtualThreadsMain.WAIT, 1, Payload.empty());

        backend.request(VirtualThreadsMain.CLOSE, 2, Payload.empty());
        backend.reply(2);
        process.getOutputStream().close();

        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(backend.hasReply(1)).isFalse();
    }

    private void end() throws InterruptedException {
        backend.request(VirtualThreadsMain.CLOSE, 3000, Payload.empty());
        assertThat(backend.reply(3000).payload().toUtf8()).startsWith("VirtualThread[");
        assertThat(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
