package dev.baton.cli.demo;

import dev.baton.cli.Pause;
import dev.baton.cli.demo.proto.SleepReply;
import dev.baton.cli.demo.proto.SleepRequest;
import dev.baton.cli.demo.proto.TextMessage;
import dev.baton.cli.demo.proto.WordCountReply;
import dev.baton.wire.Payload;
import dev.baton.wire.StatusCode;
import dev.baton.worker.BatonWorkerBuilder;
import dev.baton.worker.ReplySink;
import dev.baton.worker.RequestContext;
import dev.baton.worker.StatusException;
import java.time.Duration;
import java.util.Locale;
import java.util.StringTokenizer;
import java.util.concurrent.TimeUnit;

/** The handlers of {@code baton.demo.Text}. Thread-safe. */
public final class TextService {
    /** The text in capital letters. */
    public static final String UPPER = "baton.demo.Text/Upper";
    /** How many words, lines and characters. */
    public static final String WORD_COUNT = "baton.demo.Text/WordCount";
    /** What came in. */
    public static final String ECHO = "baton.demo.Text/Echo";
    /** The lines of the text, as a stream. */
    public static final String LINES = "baton.demo.Text/Lines";
    /** Nothing, for a while. */
    public static final String SLEEP = "baton.demo.Text/Sleep";

    private final Duration delay;

    /** A service whose methods take this much longer than they have to. */
    public TextService(Duration delay) {
        this.delay = delay;
    }

    /** Registers the methods. Clients that do not know Baton get the echo. */
    public BatonWorkerBuilder addTo(BatonWorkerBuilder builder) {
        return builder.handle(UPPER, TextMessage.parser(), this::upper)
                .handle(WORD_COUNT, TextMessage.parser(), this::wordCount)
                .handle(ECHO, this::echo)
                .handleStream(LINES, TextMessage.parser(), this::lines)
                .handle(SLEEP, SleepRequest.parser(), this::sleep)
                .handleForeign(ECHO);
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    static WordCountReply count(String text) {
        return WordCountReply.newBuilder()
                .setWords(new StringTokenizer(text).countTokens())
                .setLines(text.lines().count())
                .setCharacters(text.codePointCount(0, text.length()))
                .build();
    }

    private TextMessage upper(RequestContext context, TextMessage request) {
        Pause.of(delay);
        return TextMessage.newBuilder().setText(upper(request.getText())).build();
    }

    private WordCountReply wordCount(RequestContext context, TextMessage request) {
        Pause.of(delay);
        return count(request.getText());
    }

    private Payload echo(RequestContext context, Payload payload) {
        Pause.of(delay);
        return payload;
    }

    private void lines(RequestContext context, TextMessage request, ReplySink<TextMessage> replies) {
        request.getText().lines().forEach(line -> {
            Pause.of(delay);
            replies.send(TextMessage.newBuilder().setText(line).build());
        });
    }

    /** Sleeps no longer than somebody waits for it: a request for a year would keep the slot for a year. */
    private SleepReply sleep(RequestContext context, SleepRequest request) {
        long startNanos = System.nanoTime();
        Duration wanted = Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Math.max(0, request.getMicros())));
        Duration remaining = context.remaining();
        if (wanted.compareTo(remaining) > 0) {
            Pause.of(remaining);
            throw context.remaining().isZero()
                    ? new StatusException(StatusCode.DEADLINE_EXCEEDED, "slept until nobody waited for it any more")
                    : new StatusException(StatusCode.CANCELLED, "woken before it had slept long enough");
        }
        Pause.of(wanted);
        return SleepReply.newBuilder()
                .setMicros(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos))
                .build();
    }
}
