package dev.baton.client;

import static dev.baton.client.ScriptedBroker.LONG;
import static dev.baton.client.TestCalls.METHOD;
import static dev.baton.client.TestCalls.failureOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.client.ScriptedBroker.Received;
import dev.baton.client.observe.DropReason;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.HandBackReason;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broker should not send: it is dropped and counted, and calls go on. */
class BrokenReplyTest {
    private static final byte[] NOTHING = {};
    private static final int VERSION_AT = 4;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedBroker broker = ScriptedBroker.silent();
    private final BatonClient client = BatonClient.builder()
            .broker(broker.endpoint())
            .meterRegistry(registry)
            .build();
    private CompletableFuture<Payload> call;
    private Received received;

    @BeforeEach
    void openACall() throws Exception {
        call = client.callAsync(METHOD, Payload.utf8("x"));
        received = broker.nextRequest();
    }

    @AfterEach
    void close() {
        client.close();
        broker.close();
    }

    @Test
    void shouldDropWhatIsNotAReply() throws Exception {
        byte[] header = headerFrame(ok());
        List<byte[][]> garbage = List.of(
                new byte[][] {NOTHING},
                new byte[][] {NOTHING, NOTHING},
                new byte[][] {"ERROR UNAVAILABLE: raw frames".getBytes(UTF_8)},
                new byte[][] {NOTHING, "raw frames".getBytes(UTF_8)},
                new byte[][] {NOTHING, "raw".getBytes(UTF_8), "frames".getBytes(UTF_8)},
                new byte[][] {NOTHING, Arrays.copyOf(header, VERSION_AT)},
                new byte[][] {header});

        for (byte[][] each : garbage) {
            broker.sendRaw(received, each);
        }

        awaitDropped(DropReason.MALFORMED_REPLY, garbage.size());
        assertCallStillEnds();
    }

    @Test
    void shouldLiveThroughRandomBytes() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            broker.sendRaw(received, NOTHING, noise);
        }

        awaitDropped(DropReason.MALFORMED_REPLY, 1000);
        assertCallStillEnds();
    }

    /** No other reply will come, so the caller is told instead of waiting for its deadline. */
    @Test
    void shouldEndTheCallOfAReplyThatBreaksOffBehindItsRequestId() {
        byte[] header = headerFrame(ok());

        broker.sendRaw(received, NOTHING, Arrays.copyOf(header, header.length - 1));

        assertUnreadable();
    }

    @Test
    void shouldEndTheCallOfAReplyOfAnotherVersion() {
        byte[] header = headerFrame(ok());
        header[VERSION_AT] = '2';

        broker.sendRaw(received, NOTHING, header);

        assertUnreadable();
    }

    @Test
    void shouldDropAVersionThatItDoesNotKnowWithoutARequestId() throws Exception {
        broker.sendRaw(received, NOTHING, "\rBTN9".getBytes(UTF_8));

        awaitDropped(DropReason.MALFORMED_REPLY, 1);
        assertCallStillEnds();
    }

    @Test
    void shouldEndTheCallOfAHandBackWhichIsForBrokers() {
        broker.answer(
                received,
                ReplyHeader.handBack(received.header().requestId(), HandBackReason.BUSY, "w"),
                Payload.empty());

        assertUnreadable();
    }

    @Test
    void shouldDropPartialRepliesAndTakeTheFinalOne() throws Exception {
        broker.answer(received, partial(), Payload.utf8("half"));

        awaitDropped(DropReason.PARTIAL_REPLY, 1);
        assertCallStillEnds();
    }

    @Test
    void shouldDropAReplyToACallThatNeverWas() throws Exception {
        broker.answer(
                received,
                ReplyHeader.outcome(received.header().requestId() + 1, StatusCode.OK, "", Executed.YES, 0, 0, "w"),
                Payload.utf8("not yours"));

        awaitDropped(DropReason.LATE_REPLY, 1);
        assertCallStillEnds();
    }

    @Test
    void shouldTakeTheFirstOfTwoReplies() throws Exception {
        broker.answer(received, Payload.utf8("first"));
        broker.answer(received, Payload.utf8("second"));

        assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("first");
        awaitDropped(DropReason.LATE_REPLY, 1);
    }

    @Test
    void shouldDropAMessageOfTooManyFrames() throws Exception {
        byte[][] many = new byte[65][];
        Arrays.fill(many, new byte[] {1});

        broker.sendRaw(received, many);

        awaitDropped(DropReason.TOO_MANY_FRAMES, 1);
        assertCallStillEnds();
    }

    private ReplyHeader ok() {
        return ReplyHeader.outcome(received.header().requestId(), StatusCode.OK, "", Executed.YES, 0, 0, "w");
    }

    private ReplyHeader partial() {
        return new ReplyHeader(
                received.header().requestId(),
                StatusCode.OK,
                "",
                List.of(),
                Executed.YES,
                ReplyKind.PARTIAL,
                HandBackReason.UNSPECIFIED,
                0,
                0,
                0,
                0,
                "w",
                Map.of());
    }

    private static byte[] headerFrame(ReplyHeader header) {
        Frames frames = new Frames();
        WireCodec.encode(header, Payload.empty(), frames);
        return frames.get(0);
    }

    private void awaitDropped(DropReason reason, int messages) {
        await().atMost(LONG).until(() -> TestCalls.dropped(registry, reason) == messages);
    }

    private void assertUnreadable() {
        CallException failure = failureOf(call);
        assertThat(failure.status()).isEqualTo(StatusCode.INTERNAL);
        assertThat(failure.executed()).isEqualTo(Executed.MAYBE);
        assertThat(failure).hasMessageContaining("could not be read");
        awaitDropped(DropReason.MALFORMED_REPLY, 1);
    }

    private void assertCallStillEnds() throws Exception {
        assertThat(call).isNotDone();
        broker.echo(received);
        assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS).toUtf8()).isEqualTo("x");
    }
}
