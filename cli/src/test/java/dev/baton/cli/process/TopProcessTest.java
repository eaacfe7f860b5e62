package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.cli.admin.AdminStub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./baton top} on a terminal, which script(1) plays: however it ends, the terminal is as it was. */
@Timeout(300)
class TopProcessTest {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(1);
    private static final String SECOND_SCREEN = "\033[?1049h";
    private static final String FIRST_SCREEN = "\033[?1049l";
    private static final String CTRL_C = "\u0003";

    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final CompletableFuture<Void> allSeen = new CompletableFuture<>();
    private AdminStub stub;
    private Process terminal;

    @BeforeEach
    void startTop() throws Exception {
        stub = new AdminStub()
                .answer("/status", "{\"broker\":{\"version\":\"7.7.7\"},\"verdict\":{\"well\":true}}")
                .answer("/workers", "{\"workers\":[]}");
        List<String> top =
                new ArrayList<>(JvmCommand.shortLived(List.of("top", "--interval=100ms", "--admin=" + stub.address())));
        top.add(1, "-Dbaton.terminal=true");
        String line = top.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        String survivesCtrlC = "trap : INT; "; // which the terminal sends to the shell, too
        String shell = survivesCtrlC + "stty rows 20 cols 100; stty -g; " + line + "; echo code $?; stty -g";
        ProcessBuilder script = new ProcessBuilder("script", "-qec", shell, "/dev/null").redirectErrorStream(true);
        script.environment().put("TERM", "xterm-256color");
        script.environment().put("SHELL", "/bin/sh");
        terminal = script.start();
        Threads.startDaemon("terminal", () -> {
            look();
            allSeen.complete(null);
        });
        await().atMost(LONG_ENOUGH).until(() -> seen().contains("baton 7.7.7") && seen().contains("no workers"));
    }

    @AfterEach
    void stopAll() {
        terminal.descendants().forEach(ProcessHandle::destroyForcibly);
        terminal.destroyForcibly();
        stub.close();
    }

    @Test
    void shouldLeaveTheTerminalAsItWasAfterQ() throws Exception {
        type("q");

        assertRestored(0);
    }

    @Test
    void shouldLeaveTheTerminalAsItWasAfterCtrlC() throws Exception {
        type(CTRL_C);

        assertRestored(0);
    }

    @Test
    void shouldLeaveTheTerminalAsItWasAfterSigterm() throws Exception {
        terminal.descendants()
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .forEach(ProcessHandle::destroy);

        assertRestored(143);
    }

    @Test
    void shouldKeepTheLastFiguresWhenTheBrokerGoesAway() throws Exception {
        stub.close();

        await().atMost(LONG_ENOUGH).until(() -> seen().contains("these are old figures"));
        type("q");
        assertRestored(0);
    }

    private void assertRestored(int exitCode) throws InterruptedException {
        assertThat(terminal.waitFor(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS))
                .as(() -> "the end of what is on the screen: " + seen())
                .isTrue();
        assertThat(allSeen).as("the end of what it says").succeedsWithin(LONG_ENOUGH);
        assertThat(seen()).contains(SECOND_SCREEN, FIRST_SCREEN, "code " + exitCode);
        assertThat(seen().lastIndexOf(FIRST_SCREEN)).isGreaterThan(seen().lastIndexOf(SECOND_SCREEN));
        List<String> settings = seen().lines()
                .map(String::strip)
                .filter(line -> line.matches("[0-9a-f]+(:[0-9a-f]+){10,}"))
                .toList();
        assertThat(settings).hasSize(2);
        assertThat(settings.get(1)).isEqualTo(settings.get(0));
    }

    private void type(String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        terminal.getOutputStream().flush();
    }

    private void look() {
        try {
            byte[] some = new byte[4096];
            for (int n = terminal.getInputStream().read(some);
                    n >= 0;
                    n = terminal.getInputStream().read(some)) {
                seen.write(some, 0, n);
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private String seen() {
        return seen.toString(StandardCharsets.UTF_8);
    }
}
