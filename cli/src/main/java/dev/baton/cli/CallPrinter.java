package dev.baton.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.baton.cli.demo.DemoPayloads;
import dev.baton.client.CallException;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.StatusCode;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Prints how a call ended: the result to stdout, what went wrong to stderr; with JSON everything in one object on stdout. */
final class CallPrinter {
    private final CommandLine command;
    private final OutputFormat format;
    private final String method;
    private final Duration roundTrip;

    CallPrinter(CommandLine command, OutputFormat format, String method, Duration roundTrip) {
        this.command = command;
        this.format = format;
        this.method = method;
        this.roundTrip = roundTrip;
    }

    /** Prints a reply and returns the exit code. */
    int reply(Reply reply) {
        Payload content = DemoPayloads.unwrap(method, reply.payload());
        switch (format) {
            case TEXT -> printText(content);
            case JSON -> command.getOut().println(Json.line(Outcome.of(reply.header(), content, roundTrip)));
        }
        return ExitCode.OK;
    }

    /** Prints one reply of a stream, as it comes. */
    void part(long sequence, Payload reply) {
        Payload content = DemoPayloads.unwrap(method, reply);
        switch (format) {
            case TEXT -> printText(content);
            case JSON -> command.getOut().println(Json.line(Part.of(sequence, content)));
        }
    }

    /** Prints how a stream ended. */
    void end(Reply reply) {
        if (format == OutputFormat.JSON) {
            command.getOut().println(Json.line(Outcome.of(reply.header(), null, roundTrip)));
        }
    }

    /** Prints a failure and returns the exit code. */
    int failure(CallException e, boolean reachable) {
        switch (format) {
            case TEXT ->
                command.getErr().println("baton call: " + e.getMessage() + " (executed: " + e.executed() + ")");
            case JSON -> command.getOut().println(Json.line(Outcome.of(e, roundTrip)));
        }
        return reachable ? ExitCode.FAILED : ExitCode.UNREACHABLE;
    }

    /** Text gets a line end, for the person at the terminal; other bytes are left as they are, for the file they go to. */
    private void printText(Payload content) {
        String text = textOf(content);
        if (text != null) {
            PrintWriter out = command.getOut();
            out.print(text);
            out.print(text.endsWith("\n") ? "" : "\n");
            out.flush();
            return;
        }
        System.out.write(content.asFrame(), 0, content.size());
        System.out.flush();
    }

    private static @Nullable String textOf(Payload content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content.asFrame()))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable String base64Of(@Nullable Payload content) {
        return content == null || textOf(content) != null
                ? null
                : Base64.getEncoder().encodeToString(content.toByteArray());
    }

    /** The JSON of one reply of a stream. */
    private record Part(
            long sequence, @Nullable String text, @Nullable String base64) {
        static Part of(long sequence, Payload content) {
            return new Part(sequence, textOf(content), base64Of(content));
        }
    }

    /** The JSON of a call. Request ids are hexadecimal text, as in logs; as numbers they would have more bits than JSON's readers keep. */
    private record Outcome(
            StatusCode status,
            @Nullable String message,
            String executed,
            String requestId,
            @Nullable String worker,
            @JsonProperty("round_trip_us") long roundTripUs,
            @JsonProperty("queue_us") @Nullable Long queueUs,
            @JsonProperty("worker_wait_us") @Nullable Long workerWaitUs,
            @JsonProperty("handler_us") @Nullable Long handlerUs,
            @JsonProperty("retry_after_ms") @Nullable Long retryAfterMs,
            @Nullable String text,
            @Nullable String base64) {

        /** The content is null at the end of a stream. */
        static Outcome of(ReplyHeader header, @Nullable Payload content, Duration roundTrip) {
            return new Outcome(
                    header.status(),
                    null,
                    header.executed().name(),
                    Long.toHexString(header.requestId()),
                    header.workerId(),
                    roundTrip.toNanos() / 1000,
                    header.queueMicros(),
                    header.workerWaitMicros(),
                    header.handlerMicros(),
                    null,
                    content == null ? null : textOf(content),
                    base64Of(content));
        }

        static Outcome of(CallException e, Duration roundTrip) {
            return new Outcome(
                    e.status(),
                    e.getMessage(),
                    e.executed().name(),
                    Long.toHexString(e.requestId()),
                    e.workerId().isEmpty() ? null : e.workerId(),
                    roundTrip.toNanos() / 1000,
                    null,
                    null,
                    null,
                    e.retryAfter().map(Duration::toMillis).orElse(null),
                    null,
                    null);
        }
    }
}
