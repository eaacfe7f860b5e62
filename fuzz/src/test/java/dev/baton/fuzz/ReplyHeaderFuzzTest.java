package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.WireCodec;

/** Both readers of a reply's header: they refuse or understand, they agree, and what was understood can be written again. */
class ReplyHeaderFuzzTest {
    @FuzzTest
    void shouldRefuseOrUnderstand(FuzzedDataProvider data) {
        byte[] header = switch (data.consumeInt(0, 3)) {
            case 0 -> data.consumeBytes(400);
            case 1 -> partialCutShort(data);
            default -> FrameCutter.withMagic(data.consumeBytes(data.consumeInt(0, 400)));
        };
        Frames frames = Frames.of(header);
        if (data.consumeBoolean()) {
            frames.add(data.consumeRemainingAsBytes());
        }

        ReplyRouting routing = new ReplyRouting();
        boolean routed = route(routing, header);
        Reply reply;
        try {
            reply = WireCodec.decodeReply(frames, 0);
        } catch (MalformedMessageException refused) {
            return;
        }

        if (!routed) {
            return; // the broker is stricter than protobuf: no groups, no tags of more than 32 bits
        }
        assertThat(routing.status()).isEqualTo(reply.header().status());
        assertThat(routing.kind()).isEqualTo(reply.header().kind());
        assertThat(routing.executed()).isEqualTo(reply.header().executed());
        assertThat(routing.message()).isEqualTo(reply.header().message());
        assertThat(routing.workerId()).isEqualTo(reply.header().workerId());
        assertThat(routing.sequence()).isEqualTo(reply.header().sequence());
        assertRoundTrip(reply);
    }

    /** One of the replies of a stream, as much of it as came, and perhaps something else behind it. */
    private static byte[] partialCutShort(FuzzedDataProvider data) {
        ReplyHeader header = ReplyHeader.partial(data.consumeLong(), data.consumeLong(), data.consumeString(20));
        Frames whole = new Frames();
        WireCodec.encode(header, Payload.wrap(data.consumeBytes(data.consumeInt(0, 50))), whole);
        return FrameCutter.cutShort(whole.get(0), data);
    }

    private static boolean route(ReplyRouting routing, byte[] header) {
        try {
            routing.read(header);
            routing.message();
            routing.workerId();
            routing.inlinePayload().toByteArray();
            return true;
        } catch (MalformedMessageException refused) {
            return false;
        }
    }

    private static void assertRoundTrip(Reply reply) {
        Frames written = new Frames();
        WireCodec.encode(reply.header(), reply.payload(), written);
        try {
            assertThat(WireCodec.decodeReply(written, 0)).isEqualTo(reply);
            byte[] amended = WireCodec.amendReply(written.get(0), 11);
            assertThat(WireCodec.decodeReply(Frames.of(amended), 0).header().queueMicros())
                    .isEqualTo(11);
        } catch (MalformedMessageException e) {
            throw new AssertionError("does not read what it wrote", e);
        }
    }
}
