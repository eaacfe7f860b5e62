package dev.baton.cli;

import dev.baton.broker.app.tracing.SpanExport;
import dev.baton.cli.demo.DemoPayloads;
import dev.baton.client.BatonClient;
import dev.baton.client.BatonClientBuilder;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.ReplyStream;
import dev.baton.transport.CurveSecurity;
import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./baton call}: one call, and what came of it. */
@Command(
        name = "call",
        description = {
            "Calls a method and prints the reply, or with --stream the replies.",
            "The methods of baton.demo.Text take and give plain text (Sleep: a duration); all others bytes as they are."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the call ended with OK",
            "1:it ended with another status",
            "2:the command line is wrong",
            "3:the broker could not be reached in time"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./baton call baton.demo.Text/Upper --text hello",
            "  ./baton call baton.demo.Text/WordCount --file README.md --output json",
            "  ./baton call baton.demo.Text/Lines --stream --file README.md",
            "  ./baton call baton.demo.Text/Sleep --text 2s --timeout 1s",
            "  ./baton call shop.Orders/Get --file request.bin > reply.bin"
        })
final class CallCommand implements Callable<Integer> {
    private static final Pattern METHOD = Pattern.compile("[^/\\s]+/[^/\\s]+");

    @Parameters(index = "0", paramLabel = "METHOD", description = "package.Service/Method")
    private String method;

    @Option(
            names = "--frontend",
            paramLabel = "URI",
            defaultValue = "tcp://127.0.0.1:5555",
            description = "The broker's frontend (default: ${DEFAULT-VALUE}).")
    private String frontend;

    @ArgGroup
    private @Nullable Content content;

    @Option(
            names = "--stream",
            description =
                    "Take many replies, each as it comes: for methods that answer with a stream. The time-out is that"
                            + " of all of them.")
    private boolean streams;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "How long to wait, as 500ms, 5s, 2m (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Option(
            names = "--output",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "text: what the method returned; json: with status, worker and timings (default:"
                    + " ${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Mixin
    private final TracingOptions tracing = new TracingOptions();

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Spec
    private CommandSpec spec;

    /** What goes to the method; nothing is fine. */
    static final class Content {
        @Option(names = "--text", paramLabel = "STRING", description = "What to send.")
        private @Nullable String text;

        @Option(names = "--file", paramLabel = "PATH", description = "Whose content to send; - is stdin.")
        private @Nullable String file;
    }

    @Override
    public Integer call() {
        check();
        Payload request = wrapped(typed());
        Optional<SpanExport> spans = tracing.start("baton-call");
        try (BatonClient client = connect(spans.map(SpanExport::observations).orElse(ObservationRegistry.NOOP))) {
            return call(client, request);
        } finally {
            spans.ifPresent(SpanExport::close);
        }
    }

    private int call(BatonClient client, Payload request) {
        CallOptions options = CallOptions.deadline(timeout).idempotency(DemoPayloads.idempotency(method));
        long startNanos = System.nanoTime();
        try {
            if (streams) {
                return stream(client, request, options, startNanos);
            }
            Reply reply = client.exchange(method, request, options);
            return printer(startNanos).reply(reply);
        } catch (CallException e) {
            return printer(startNanos).failure(e, isReachable(client, e));
        }
    }

    private int stream(BatonClient client, Payload request, CallOptions options, long startNanos) {
        CallPrinter partPrinter = printer(startNanos);
        try (ReplyStream<Payload> replies = client.stream(method, request, options)) {
            for (long sequence = 1; replies.hasNext(); sequence++) {
                partPrinter.part(sequence, replies.next());
            }
            replies.end().ifPresent(end -> printer(startNanos).end(end));
            return ExitCode.OK;
        }
    }

    /** A broker that was never reached is another trouble, for scripts, than a broker that answers with a status. */
    private static boolean isReachable(BatonClient client, CallException e) {
        return e.executed() != Executed.NO || client.isConnected();
    }

    private void check() {
        if (!METHOD.matcher(method).matches()) {
            throw mistake("METHOD: " + method + " (expected: package.Service/Method)");
        }
        if (timeout.isZero()) {
            throw mistake("--timeout: 0 (expected: > 0)");
        }
    }

    private CallPrinter printer(long startNanos) {
        return new CallPrinter(spec.commandLine(), output, method, Duration.ofNanos(System.nanoTime() - startNanos));
    }

    private BatonClient connect(ObservationRegistry observations) {
        try {
            BatonClientBuilder builder =
                    BatonClient.builder().broker(frontend).name("call").observationRegistry(observations);
            CurveSecurity security = keys.security();
            return (security == null ? builder : builder.curve(security)).build();
        } catch (IllegalArgumentException e) {
            throw mistake(String.valueOf(e.getMessage()));
        }
    }

    private Payload wrapped(Payload typed) {
        try {
            return DemoPayloads.wrap(method, typed);
        } catch (IllegalArgumentException e) {
            throw mistake(String.valueOf(e.getMessage()));
        }
    }

    private Payload typed() {
        if (content == null) {
            return Payload.empty();
        }
        return content.text != null ? Payload.utf8(content.text) : contentOf(String.valueOf(content.file));
    }

    private Payload contentOf(String file) {
        try {
            return Payload.wrap(file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw mistake("--file: cannot read " + file + " (" + reason(e) + ")");
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }

    private ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
