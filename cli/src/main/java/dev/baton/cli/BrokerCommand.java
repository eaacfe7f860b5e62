package dev.baton.cli;

import dev.baton.broker.Broker;
import dev.baton.broker.app.BrokerService;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.broker.app.config.EffectiveConfig;
import dev.baton.cli.demo.BrokerReport;
import dev.baton.cli.process.Shutdown;
import dev.baton.cli.process.Systemd;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
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
            "2:the command line or the configuration is wrong, or an address is taken",
            "3:memory ran out; start it anew",
            "4:an I/O thread died or hangs, so that connections are deaf; start it anew"
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

    @Option(
            names = "--insecure",
            description = "Let other machines connect without keys: they may call and serve everything.")
    private boolean insecure;

    @Option(names = "--check-config", description = "Print every setting with its source and end, without a start.")
    private boolean checkConfig;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "${env:BATON_LOG_FORMAT:-text}",
            description = "How the log on stderr is written: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Logging.Format logFormat;

    @Mixin
    private final ChildOptions child = new ChildOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Logging.ofService(logFormat);
        EffectiveConfig effective = ConfigLoader.load(config, System.getenv(), flags());
        if (checkConfig) {
            spec.commandLine().getOut().print(effective.toYaml());
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        try (BrokerService service = BrokerService.start(effective)) {
            return run(service, effective);
        }
    }

    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>(settings);
        put(flags, "frontend", frontend);
        put(flags, "backend", backend);
        put(flags, "admin", admin);
        put(flags, "insecure", insecure ? "true" : null);
        return flags;
    }

    private static void put(Map<String, String> flags, String key, @Nullable String value) {
        if (value != null) {
            flags.put(key, value);
        }
    }

    private int run(BrokerService service, EffectiveConfig effective) {
        Broker broker = service.broker();
        Systemd systemd = Systemd.of(System.getenv(), service::isAlive);
        Runnable takeBack = Shutdown.drainOnSignal(() -> {
            systemd.stopping("draining");
            service.drain().join();
        });
        boolean isWithoutAdmin =
                effective.admin().isPresent() && service.adminAddress().isEmpty();
        systemd.ready("serving clients at " + broker.frontendEndpoint()
                + (isWithoutAdmin ? ", but the admin port could not be bound: see the log" : ""));
        child.report(
                spec.commandLine().getOut(),
                new BrokerReport(
                        broker.frontendEndpoint(),
                        broker.snapshot().pools().get(0).endpoint(),
                        service.adminAddress().orElse("")));
        child.watchParent();
        try {
            broker.ended().join();
            return ExitCode.OK;
        } catch (CompletionException e) {
            // No field: it would be made before the command has said how it logs.
            LoggerFactory.getLogger(BrokerCommand.class)
                    .error(
                            "cannot go on and ends with exit code {}: {}",
                            ExitCode.IO_DEAD,
                            String.valueOf(e.getCause()));
            return ExitCode.IO_DEAD;
        } finally {
            systemd.close();
            takeBack.run();
        }
    }
}
