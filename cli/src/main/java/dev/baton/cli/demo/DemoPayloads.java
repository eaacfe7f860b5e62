package dev.baton.cli.demo;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.baton.cli.DurationConverter;
import dev.baton.cli.demo.proto.Blob;
import dev.baton.cli.demo.proto.SleepReply;
import dev.baton.cli.demo.proto.SleepRequest;
import dev.baton.cli.demo.proto.TextMessage;
import dev.baton.cli.demo.proto.WordCountReply;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.TypeConversionException;

/**
 * What a person types to and reads from the methods of {@code baton.demo.Text}; every other method takes and gives bytes as they are.
 * Thread-safe.
 */
public final class DemoPayloads {
    private DemoPayloads() {}

    /**
     * The method's request message with this content.
     *
     * @throws IllegalArgumentException if the method cannot make sense of it
     */
    public static Payload wrap(String method, Payload typed) {
        return switch (method) {
            case TextService.UPPER, TextService.WORD_COUNT, TextService.LINES -> text(typed.toUtf8());
            case TextService.ECHO ->
                Payload.wrap(Blob.newBuilder()
                        .setContent(ByteString.copyFrom(typed.asByteBuffer()))
                        .build()
                        .toByteArray());
            case TextService.SLEEP -> sleep(typed.toUtf8());
            default -> typed;
        };
    }

    /** What the method's reply message says. */
    public static Payload unwrap(String method, Payload reply) {
        try {
            return switch (method) {
                case TextService.UPPER, TextService.LINES ->
                    Payload.utf8(TextMessage.parseFrom(reply.asByteBuffer()).getText());
                case TextService.WORD_COUNT -> Payload.utf8(words(WordCountReply.parseFrom(reply.asByteBuffer())));
                case TextService.ECHO ->
                    Payload.wrap(
                            Blob.parseFrom(reply.asByteBuffer()).getContent().toByteArray());
                case TextService.SLEEP -> Payload.utf8(slept(SleepReply.parseFrom(reply.asByteBuffer())));
                default -> reply;
            };
        } catch (InvalidProtocolBufferException e) {
            return reply; // another service of the same name: show what it sent
        }
    }

    /** What demo.proto says of the method. */
    public static Idempotency idempotency(String method) {
        return switch (method) {
            case TextService.UPPER, TextService.WORD_COUNT, TextService.ECHO, TextService.LINES ->
                Idempotency.NO_SIDE_EFFECTS;
            case TextService.SLEEP -> Idempotency.IDEMPOTENT;
            default -> Idempotency.UNKNOWN;
        };
    }

    static Payload text(String text) {
        return Payload.wrap(TextMessage.newBuilder().setText(text).build().toByteArray());
    }

    private static Payload sleep(String duration) {
        try {
            Duration wanted = new DurationConverter().convert(duration);
            SleepRequest request =
                    SleepRequest.newBuilder().setMicros(wanted.toNanos() / 1000).build();
            return Payload.wrap(request.toByteArray());
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String words(WordCountReply reply) {
        return plural(reply.getWords(), "word") + ", " + plural(reply.getLines(), "line") + ", "
                + plural(reply.getCharacters(), "character");
    }

    private static String slept(SleepReply reply) {
        return "slept " + DurationConverter.format(Duration.of(reply.getMicros(), ChronoUnit.MICROS));
    }

    private static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
