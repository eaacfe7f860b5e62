package dev.baton.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Request;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.StreamCredit;
import dev.baton.wire.WireCodec;
import java.util.Map;

/** Both readers of a request's header: they refuse or understand, they agree, and what was understood can be written again. */
class RequestHeaderFuzzTest {
    @FuzzTest
    void shouldRefuseOrUnderstand(FuzzedDataProvider data) {
        byte[] header = switch (data.consumeInt(0, 3)) {
            case 0 -> data.consumeBytes(400);
            case 1 -> creditCutShort(data);
            default -> FrameCutter.withMagic(data.consumeBytes(data.consumeInt(0, 400)));
        };
        Frames frames = Frames.of(header);
        if (data.consumeBoolean()) {
            frames.add(data.consumeRemainingAsBytes());
        }

        RequestRouting routing = new RequestRouting();
        boolean routed = route(routing, header);
        Request request;
        try {
            request = WireCodec.decodeRequest(frames, 0);
        } catch (MalformedMessageException refused) {
            return;
        }

        if (!routed) {
            return; // the broker is stricter than protobuf: no groups, no tags of more than 32 bits
        }
        assertThat(routing.requestId()).isEqualTo(request.header().requestId());
        assertThat(routing.attempt()).isEqualTo(request.header().attempt());
        assertThat(routing.hops()).isEqualTo(request.header().hops());
        assertThat(routing.kind()).isEqualTo(request.header().kind());
        assertThat(routing.remainingMicros()).isEqualTo(request.header().remainingMicros());
        assertThat(routing.queuedMicros()).isEqualTo(request.header().queuedMicros());
        assertThat(routing.priority()).isEqualTo(request.header().priority());
        assertThat(routing.idempotency()).isEqualTo(request.header().idempotency());
        assertThat(routing.streamCredit()).isEqualTo(request.header().credit().replies());
        if (routing.streamCredit() > 0) { // bytes without replies are no stream
            assertThat(routing.streamCreditBytes())
                    .isEqualTo(request.header().credit().bytes());
        }
        assertRoundTrip(request);
        assertAmended(header, request);
    }

    /** What the client of a stream says while it goes on, as much of it as came, and perhaps something else behind it. */
    private static byte[] creditCutShort(FuzzedDataProvider data) {
        StreamCredit credit = new StreamCredit(data.consumeLong() >>> 1, data.consumeLong() >>> 1);
        Frames whole = new Frames();
        WireCodec.encode(RequestHeader.credit(data.consumeLong(), credit), Payload.empty(), whole);
        return FrameCutter.cutShort(whole.get(0), data);
    }

    private static boolean route(RequestRouting routing, byte[] header) {
        try {
            routing.read(header);
            assertThat(routing.methodOffset()).isNotNegative();
            assertThat(routing.methodOffset() + routing.methodLength()).isBetween(0, header.length);
            return true;
        } catch (MalformedMessageException refused) {
            return false;
        }
    }

    private static void assertRoundTrip(Request request) {
        Frames written = new Frames();
        WireCodec.encode(request.header(), request.payload(), written);
        try {
            assertThat(WireCodec.decodeRequest(written, 0)).isEqualTo(request);
        } catch (MalformedMessageException e) {
            throw new AssertionError("does not read what it wrote", e);
        }
    }

    private static void assertAmended(byte[] header, Request request) {
        try {
            byte[] amended = WireCodec.amendMetadata(WireCodec.amendRequest(header, 7, 8, 9, 10), Map.of("k", "v"));
            Request read = WireCodec.decodeRequest(Frames.of(amended), 0);
            assertThat(read.header().requestId()).isEqualTo(request.header().requestId());
            assertThat(read.header().remainingMicros()).isEqualTo(7);
            assertThat(read.header().hops()).isEqualTo(10);
            assertThat(WireCodec.metadata(amended)).containsEntry("k", "v");
        } catch (MalformedMessageException e) {
            throw new AssertionError("does not read what it amended", e);
        }
    }
}
