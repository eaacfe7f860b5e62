package dev.baton.cli;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.process.Shutdown;
import dev.baton.transport.BindException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./baton broker}: runs a broker until it is told to end. */
@Command(
        name = "broker",
        description = "Runs a broker until SIGTERM or Ctrl-C; then it finishes what it has accepted.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was told to end, and did",
            "1:it could not go on",
            "2:the command line or the configuration is wrong, or an address is taken"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton broker",
            "  ./baton broker --frontend tcp://127.0.0.1:7001 --backend tcp://127.0.0.1:7002",
            "  ./baton broker --config baton.yaml --check-config"
        })
final class BrokerCommand implements Callable<Integer> {
    @Option(
            names = "--frontend",
            paramLabel = "URI",
            description = "Where clients connect (default: tcp://127.0.0.1:5555); port * chooses a free one.")
    private @Nullable String frontend;

    @Option(
            names = "--backend",
            paramLabel = "URI",
            description = "Where workers connect (default: tcp://127.0.0.1:5556); port * chooses a free one.")
    private @Nullable String backend;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Where metrics and health are served by HTTP (default: 127.0.0.1:9555); port 0 chooses a free one.")
    private @Nullable String admin;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings in YAML or a properties file.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, over file and environment; may be repeated.")
    private final Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--check-config", description = "Check the configuration and end.")
    private boolean checkConfig;

    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Logging.ofService();
        Broker broker = start();
        Runnable takeBack = Shutdown.drainOnSignal(() -> broker.drain().join());
        child.report(
                spec.commandLine().getOut(),
                new BrokerReport(broker.frontendEndpoint(), broker.backendEndpoint("default"), ""));
        child.watchParent();
        try {
            broker.ended().join();
            return ExitCode.OK;
        } finally {
            takeBack.run();
        }
    }

    private Broker start() {
        try {
            return Broker.start(
                    BrokerConfig.of(
                            frontend == null ? "tcp://127.0.0.1:5555" : frontend,
                            backend == null ? "tcp://127.0.0.1:5556" : backend),
                    BrokerObserver.NONE);
        } catch (IllegalArgumentException | BindException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }
}
