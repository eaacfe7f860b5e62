package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever arrives: it is read, or it is malformed. Nothing else is ever thrown. */
class HostileBytesTest {
    private static final int ROUNDS = 100_000;

    private final RequestRouting requests = new RequestRouting();
    private final ReplyRouting replies = new ReplyRouting();

    static List<GoldenMessage> golden() {
        return GoldenMessage.all();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldSurviveEachMessageCutOffAnywhere(GoldenMessage message) {
        byte[] header = message.header();
        for (int length = 0; length < header.length; length++) {
            readAsEverything(Arrays.copyOf(header, length));
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldSurviveAnyOtherByteAnywhere(GoldenMessage message) {
        byte[] header = message.header();
        for (int at = 0; at < header.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = header.clone();
                changed[at] ^= (byte) (1 << bit);
                readAsEverything(changed);
            }
        }
    }

    @Test
    void shouldSurviveGarbage() {
        RandomMessages random = new RandomMessages(5);
        for (int round = 0; round < ROUNDS; round++) {
            readAsEverything(random.garbage());
        }
    }

    @Test
    void shouldSurviveDamagedMessages() {
        RandomMessages random = new RandomMessages(6);
        for (int round = 0; round < ROUNDS / 10; round++) {
            readAsEverything(random.damaged(random.requestHeader().toByteArray()));
            readAsEverything(random.damaged(random.replyHeader().toByteArray()));
            readAsEverything(random.damaged(random.signal().toByteArray()));
        }
    }

    @Test
    void shouldSurviveGroupsInGroups() {
        byte[] nested = Arrays.copyOf(new byte[] {0x0D, 'B', 'T', 'N', '1'}, 100_000);
        Arrays.fill(nested, 5, nested.length, (byte) 0x0B);

        readAsEverything(nested);

        assertThat(tried(() -> requests.read(nested))).isFalse();
    }

    private void readAsEverything(byte[] bytes) {
        try {
            if (tried(() -> requests.read(bytes))) {
                assertThat(requests.methodOffset() + requests.methodLength()).isLessThanOrEqualTo(bytes.length);
                assertThat(requests.remainingMicros()).isNotNegative();
                assertThat(requests.queuedMicros()).isNotNegative();
                assertThat(requests.attempt()).isPositive();
                assertThat(requests.hops()).isNotNegative();
            }
            tried(() -> replies.read(bytes));
            assertThat(replies.workerId()).isNotNull();
            assertThat(replies.inlinePayload()).isNotNull();
            Frames frames = Frames.of(bytes);
            tried(() -> WireCodec.decodeRequest(frames, 0));
            tried(() -> WireCodec.decodeReply(frames, 0));
            tried(() -> WireCodec.decodeSignal(bytes));
            tried(() -> ControlChannel.decode(Frames.of(new byte[] {'*'}, bytes)));
            Protocol.requestIdOf(bytes);
        } catch (RuntimeException | Error e) {
            fail("from " + HexFormat.of().formatHex(bytes), e);
        }
    }

    /** Reads something that may be malformed. */
    private interface Read {
        void run() throws MalformedMessageException;
    }

    private static boolean tried(Read read) {
        try {
            read.run();
            return true;
        } catch (MalformedMessageException e) {
            return false;
        }
    }
}
