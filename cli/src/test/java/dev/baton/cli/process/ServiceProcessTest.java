package dev.baton.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.demo.BrokerReport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code ./baton broker} and {@code ./baton worker} as processes: how they begin and how they end. */
@Timeout(300)
class ServiceProcessTest {
    private static final List<String> BROKER = List.of(
            "broker", "--frontend=tcp://127.0.0.1:*", "--backend=tcp://127.0.0.1:*", "--admin=127.0.0.1:0", "--report");

    private final Children children = new Children();

    @AfterEach
    void stopAll() {
        children.close();
    }

    @Test
    void shouldEndWithZeroAfterSigterm() throws Exception {
        CompletableFuture<BrokerReport> ready = new CompletableFuture<>();
        ChildProcess broker = start("broker", BROKER, line -> ready.complete(Json.read(line, BrokerReport.class)));
        String backend = ready.get(120, TimeUnit.SECONDS).backend();
        CompletableFuture<String> connected = new CompletableFuture<>();
        ChildProcess worker = start("worker", List.of("worker", "--backend=" + backend, "--report"), line -> {
            if (line.contains("\"connected\":true")) {
                connected.complete(line);
            }
        });
        connected.get(120, TimeUnit.SECONDS);

        terminate(worker);
        assertThat(worker.ended().get(120, TimeUnit.SECONDS))
                .as(worker.lastWords())
                .isEqualTo(ExitCode.OK);
        terminate(broker);
        assertThat(broker.ended().get(120, TimeUnit.SECONDS))
                .as(broker.lastWords())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldEndWithTwoAndOneLineIfThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String frontend = "tcp://127.0.0.1:" + taken.getLocalPort();
            ChildProcess broker = start(
                    "broker",
                    List.of("broker", "--frontend=" + frontend, "--backend=tcp://127.0.0.1:*", "--admin=127.0.0.1:0"),
                    line -> {});

            assertThat(broker.ended().get(120, TimeUnit.SECONDS)).isEqualTo(ExitCode.USAGE);
            assertThat(broker.lastWords().lines()).hasSize(1);
            assertThat(broker.lastWords()).startsWith("baton broker: ").contains(frontend, "taken");
        }
    }

    private ChildProcess start(String name, List<String> arguments, java.util.function.Consumer<String> onReport) {
        return children.start(name, JvmCommand.shortLived(arguments), onReport);
    }

    private static void terminate(ChildProcess child) {
        ProcessHandle.of(child.pid()).orElseThrow().destroy();
    }
}
