package dev.baton.cli;

import dev.baton.broker.app.config.TracingSettings;
import dev.baton.broker.app.tracing.SpanCounts;
import dev.baton.broker.app.tracing.SpanExport;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the spans of a worker or a caller go. Without it nothing of OpenTelemetry is loaded. */
final class TracingOptions {
    @Option(
            names = "--otlp-endpoint",
            paramLabel = "URL",
            defaultValue = "${env:BATON_TRACING_OTLP_ENDPOINT:-off}",
            description =
                    "A collector for traces by OTLP over HTTP, as http://127.0.0.1:4318/v1/traces (default: ${DEFAULT-VALUE}).")
    private String endpoint;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Begins, if a collector was named; close it when all is done. */
    Optional<SpanExport> start(String service) {
        return endpoint().map(where -> SpanExport.start(where, 1, service, SpanCounts.NONE));
    }

    private Optional<URI> endpoint() {
        try {
            return TracingSettings.endpoint(endpoint);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--otlp-endpoint: " + e.getMessage());
        }
    }
}
