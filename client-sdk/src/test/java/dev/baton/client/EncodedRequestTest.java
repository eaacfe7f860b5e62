package dev.baton.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.wire.Frames;
import dev.baton.wire.Payload;
import dev.baton.wire.Request;
import dev.baton.wire.WireCodec;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EncodedRequestTest {
    private static final long START = 5_000_000_000L;
    private static final long TIMEOUT_MICROS = 2_000_000;
    private static final long DEADLINE = START + TimeUnit.MICROSECONDS.toNanos(TIMEOUT_MICROS);

    @Test
    void shouldGoOutAsItIsWhenItIsSentAtOnce() throws Exception {
        Request request = sentAfter(Payload.utf8("x"), TimeUnit.MICROSECONDS.toNanos(50));

        assertThat(request.header()).isEqualTo(TestCalls.header(1, TIMEOUT_MICROS));
        assertThat(request.payload().toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldTellTheTimeThatIsLeftWhenItHadToWait() throws Exception {
        Request request = sentAfter(Payload.utf8("x"), TimeUnit.MILLISECONDS.toNanos(1500));

        assertThat(request.header()).isEqualTo(TestCalls.header(1, 500_000));
        assertThat(request.payload().toUtf8()).isEqualTo("x");
    }

    @Test
    void shouldNeverTellTheBrokersDefaultWhenNoTimeIsLeft() throws Exception {
        Request request = sentAfter(Payload.empty(), TimeUnit.MILLISECONDS.toNanos(2500));

        assertThat(request.header().remainingMicros()).isEqualTo(1);
    }

    @Test
    void shouldSendALargePayloadInAFrameOfItsOwnWithoutACopy() {
        byte[] large = new byte[WireCodec.INLINE_PAYLOAD_MAX_BYTES + 1];
        EncodedRequest request = EncodedRequest.of(TestCalls.header(1, TIMEOUT_MICROS), Payload.wrap(large), START);
        Frames frames = new Frames();

        request.appendTo(frames, START, DEADLINE);

        assertThat(frames.count()).isEqualTo(3);
        assertThat(frames.get(0)).isEmpty();
        assertThat(frames.get(2)).isSameAs(large);
        assertThat(request.largestFrameBytes()).isEqualTo(large.length);
    }

    private static Request sentAfter(Payload payload, long waitedNanos) throws Exception {
        Frames frames = new Frames();
        EncodedRequest.of(TestCalls.header(1, TIMEOUT_MICROS), payload, START)
                .appendTo(frames, START + waitedNanos, DEADLINE);
        return WireCodec.decodeRequest(frames, 1);
    }
}
