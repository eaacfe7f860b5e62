package dev.baton.cli.doctor;

import dev.baton.broker.app.config.AuthorizedKeys;
import dev.baton.broker.app.config.ConfigException;
import dev.baton.broker.app.config.ConfigLoader;
import dev.baton.broker.app.config.EffectiveConfig;
import dev.baton.cli.ExitCode;
import dev.baton.cli.Json;
import dev.baton.cli.OutputFormat;
import dev.baton.cli.Terminal;
import dev.baton.cli.TextTable;
import dev.baton.cli.admin.AdminOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./baton doctor}: what is wrong here, and what to do. */
@Command(
        name = "doctor",
        description = {
            "Looks at what commonly goes wrong around a broker: its configuration, file descriptors, memory against message size, ports, names, clock,"
                    + " files with secrets, and the running broker itself. Each line says ok, warn or fail, and what to do. Nothing is changed.",
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing failed", "1:something did", "2:the command line is wrong"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton doctor",
            "  ./baton doctor --config baton.yaml",
            "  sudo -u baton ./baton doctor --config /etc/baton/baton.yaml --admin http://127.0.0.1:9555",
            "  ./baton doctor --output json | jq '.checks[] | select(.level != \"ok\")'"
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final Path INSTALLED_ENVIRONMENT = Path.of("/etc/default/baton");

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "One setting, as ./baton broker takes it; may be repeated.")
    private final Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private final AdminOptions options = new AdminOptions();

    @Spec
    private CommandSpec spec;

    /** The result as a document. */
    private record Report(Level level, List<Finding> checks) {}

    @Override
    public Integer call() {
        List<Finding> findings = findings();
        Level worst = findings.stream()
                .map(Finding::level)
                .max(Comparator.naturalOrder())
                .orElse(Level.OK);
        if (options.output() == OutputFormat.JSON) {
            spec.commandLine().getOut().println(Json.line(new Report(worst, findings)));
        } else {
            print(findings);
        }
        return worst == Level.FAIL ? ExitCode.FAILED : ExitCode.OK;
    }

    private List<Finding> findings() {
        Path file = options.config().orElse(null);
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("java", Runtime.version() + " at " + System.getProperty("java.home")));
        Optional<EffectiveConfig> effective = load(file, findings);
        RunningBroker broker = RunningBroker.ask(options.api(effective.map(EffectiveConfig::adminSettings)));
        List<Check> checks = new ArrayList<>();
        checks.add(new FileDescriptorCheck(broker));
        effective.ifPresent(known -> addChecksOf(known, broker, checks));
        checks.add(new ClockCheck(broker));
        checks.add(secretFiles(file, effective));
        checks.add(new BrokerCheck(broker, options.isAddressGiven()));
        checks.forEach(check -> findings.addAll(check.look()));
        return findings;
    }

    /** The list of keys has been read already, if the configuration was found in order. */
    private static Check secretFiles(@Nullable Path file, Optional<EffectiveConfig> effective) {
        List<Path> files = new ArrayList<>(List.of(INSTALLED_ENVIRONMENT));
        if (file != null) {
            files.add(0, file);
        }
        effective.flatMap(EffectiveConfig::secretKeyFile).ifPresent(files::add);
        List<Path> lists = effective
                .flatMap(EffectiveConfig::authorizedKeys)
                .map(AuthorizedKeys::files)
                .orElse(List.of());
        return new SecretFileCheck(files, lists);
    }

    private static void addChecksOf(EffectiveConfig config, RunningBroker broker, List<Check> checks) {
        List<Address> addresses = Address.of(config);
        checks.add(new MemoryCheck(config.broker(), broker.heapBytes(), System.getenv("BATON_JAVA_OPTS")));
        checks.add(new PortCheck(addresses, broker));
        checks.add(new NameCheck(addresses));
    }

    private Optional<EffectiveConfig> load(@Nullable Path file, List<Finding> findings) {
        String sources = file == null ? "no file; environment and defaults" : file + ", environment and defaults";
        try {
            EffectiveConfig effective = ConfigLoader.load(file, System.getenv(), settings);
            findings.add(Finding.ok("configuration", sources + " are in order"));
            return Optional.of(effective);
        } catch (ConfigException e) {
            findings.add(Finding.fail(
                    "configuration",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "correct it; docs/configuration.md lists all settings, ./baton broker --check-config shows yours"));
            return Optional.empty();
        }
    }

    private void print(List<Finding> findings) {
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            String level = String.format(Locale.ROOT, "%-4s", finding.level());
            out.printf(
                    "%s  %-16s  %s%n",
                    TextTable.styled(Terminal.ansi(), finding.level().style(), level),
                    finding.check(),
                    TextTable.harmless(finding.found()));
            if (finding.todo() != null) {
                out.printf("%24s%s%n", "-> ", TextTable.harmless(finding.todo()));
            }
        }
        long bad = findings.stream()
                .filter(finding -> finding.level() == Level.FAIL)
                .count();
        long warnings = findings.stream()
                .filter(finding -> finding.level() == Level.WARN)
                .count();
        out.printf("%n%d failed, %d to be looked at, %d in order%n", bad, warnings, findings.size() - bad - warnings);
    }
}
