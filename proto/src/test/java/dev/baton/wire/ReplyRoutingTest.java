package dev.baton.wire;

import static dev.baton.wire.RequestRoutingTest.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReplyRoutingTest {
    private static final int ROUNDS = 20_000;

    private final ReplyRouting routing = new ReplyRouting();

    @Test
    void shouldAgreeWithTheFullDecodeOnRandomHeaders() throws MalformedMessageException {
        RandomMessages random = new RandomMessages(3);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] header = random.replyHeader().toByteArray();

            routing.read(header);

            assertAgrees(WireCodec.decodeReply(Frames.of(header), 0));
        }
    }

    @Test
    void shouldAgreeWithTheFullDecodeOnWhateverBothCanRead() {
        RandomMessages random = new RandomMessages(4);
        int bothRead = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] header = random.damaged(random.replyHeader().toByteArray());
            try {
                Reply full = WireCodec.decodeReply(Frames.of(header), 0);
                routing.read(header);
                assertAgrees(full);
                bothRead++;
            } catch (MalformedMessageException e) {
                // One of them may be stricter; neither may read something else.
            }
        }
        assertThat(bothRead).isGreaterThan(ROUNDS / 20);
    }

    private void assertAgrees(Reply full) {
        ReplyHeader header = full.header();
        assertThat(routing.status()).isEqualTo(header.status());
        assertThat(routing.executed()).isEqualTo(header.executed());
        assertThat(routing.kind()).isEqualTo(header.kind());
        assertThat(routing.reason()).isEqualTo(header.reason());
        assertThat(routing.queueMicros()).isEqualTo(header.queueMicros());
        assertThat(routing.workerWaitMicros()).isEqualTo(header.workerWaitMicros());
        assertThat(routing.handlerMicros()).isEqualTo(header.handlerMicros());
        assertThat(routing.workerId()).isEqualTo(header.workerId());
        assertThat(routing.message()).isEqualTo(header.message());
        assertThat(routing.inlinePayload()).isEqualTo(full.payload());
    }

    @Test
    void shouldForgetThePreviousHeader() throws MalformedMessageException {
        routing.read(GoldenMessage.named("reply-amended").header());
        byte[] bare = header(out -> {});

        routing.read(bare);

        assertAgrees(WireCodec.decodeReply(Frames.of(bare), 0));
        assertThat(routing.hasInlinePayload()).isFalse();
        assertThat(routing.workerId()).isEmpty();
    }

    @Test
    void shouldTellAnEmptyPayloadFromNone() throws Exception {
        routing.read(header(out -> out.writeByteArray(15, new byte[0])));

        assertThat(routing.hasInlinePayload()).isTrue();
        assertThat(routing.inlinePayload().isEmpty()).isTrue();
    }

    @Test
    void shouldTakeTheLastValueOfAFieldThatComesTwice() throws Exception {
        routing.read(header(out -> {
            out.writeUInt64(10, 5);
            out.writeByteArray(15, new byte[] {1});
            out.writeByteArray(15, new byte[] {2, 3});
            out.writeUInt64(10, 6);
        }));

        assertThat(routing.inlinePayload()).isEqualTo(Payload.wrap(new byte[] {2, 3}));
        assertThat(routing.queueMicros()).isEqualTo(6);
    }

    @Test
    void shouldPassOverKnownFieldsOfAnotherWireType() throws Exception {
        byte[] header = header(out -> {
            out.writeString(3, "OK");
            out.writeString(7, "HAND_BACK");
            out.writeFixed64(12, -1);
            out.writeUInt64(13, 1_000_000);
            out.writeUInt64(15, 1_000_000);
        });

        routing.read(header);

        assertAgrees(WireCodec.decodeReply(Frames.of(header), 0));
        assertThat(routing.hasInlinePayload()).isFalse();
    }

    @Test
    void shouldHaveNoPlaceOutsideTheBytesAfterAMalformedHeader() throws MalformedMessageException {
        routing.read(GoldenMessage.named("reply-ok").header());
        byte[] cut = header(out -> out.writeRawBytes(new byte[] {0x6a, 0x7f, 'x'}));

        assertThatThrownBy(() -> routing.read(cut)).isInstanceOf(MalformedMessageException.class);

        assertThat(routing.workerId()).isEmpty();
        assertThat(routing.inlinePayload().isEmpty()).isTrue();
    }
}
