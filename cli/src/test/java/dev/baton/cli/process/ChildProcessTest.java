package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ChildProcessTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private final Queue<String> reports = new ConcurrentLinkedQueue<>();

    @Test
    void shouldTellReportsFromLastWords() throws Exception {
        ChildProcess child = start("echo '{\"a\":1}'; echo oh no >&2; exit 7");

        assertThat(child.ended().get(60, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(reports).containsExactly("{\"a\":1}");
        assertThat(child.lastWords()).isEqualTo("oh no");
    }

    @Test
    void shouldKeepReadingAfterAReportThatCannotBeRead() throws Exception {
        ChildProcess child = ChildProcess.start("child", shell("echo '{bad'; echo '{good'"), line -> {
            if (line.equals("{bad")) {
                throw new IllegalArgumentException("not a report");
            }
            reports.add(line);
        });

        child.ended().get(60, TimeUnit.SECONDS);
        assertThat(reports).containsExactly("{good");
    }

    @Test
    void shouldEndAChildThatListensByClosingItsStdin() {
        ChildProcess child = start("cat >/dev/null; echo '{\"bye\":1}'");

        child.requestStop();

        assertThat(child.awaitEnd(LONG_ENOUGH)).isTrue();
        assertThat(reports).containsExactly("{\"bye\":1}");
    }

    @Test
    void shouldPassOnWhatTheParentSays() {
        ChildProcess child = start("read word; echo \"{$word\"");

        child.tell("go");

        await().atMost(LONG_ENOUGH).untilAsserted(() -> assertThat(reports).containsExactly("{go"));
        assertThat(child.awaitEnd(LONG_ENOUGH)).isTrue();
    }

    @Test
    void shouldKillChildrenThatDoNotListen() {
        ChildProcess child;
        try (Children children = new Children()) {
            child = children.start("deaf", shell("exec sleep 1000"), reports::add);
        }

        assertThat(child.awaitEnd(LONG_ENOUGH)).isTrue();
        assertThat(ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private ChildProcess start(String script) {
        return ChildProcess.start("child", shell(script), reports::add);
    }

    private static List<String> shell(String script) {
        return List.of("/bin/sh", "-c", script);
    }
}
