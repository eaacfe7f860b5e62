package zmq.io.coder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import zmq.Msg;
import zmq.io.coder.v2.V2Decoder;
import zmq.io.coder.v2.V2Encoder;
import zmq.util.Errno;
import zmq.util.ValueReference;

class SpareBufferTest {
    private static final int BUFFER = 8192;

    @Test
    void shouldUseOneBufferForConnectionsThatWriteAll() {
        ByteBuffer first = encoded(encoder(), "one");
        drain(first);

        assertThat(encoded(encoder(), "two")).isSameAs(first);
    }

    @Test
    void shouldLeaveABufferToTheConnectionThatCouldNotWriteAll() {
        ByteBuffer first = encoded(encoder(), "some text");
        first.get(new byte[4]);

        ByteBuffer second = encoded(encoder(), "other text");

        assertThat(second).isNotSameAs(first);
        assertThat(new String(drain(first), UTF_8)).isEqualTo("me text");
    }

    @Test
    void shouldPutMessagesOneBehindTheOtherAndWriteALargeOneFromWhereItLies() {
        V2Encoder encoder = encoder();
        ValueReference<ByteBuffer> out = new ValueReference<>();
        encoder.loadMsg(new Msg("a".getBytes(UTF_8)));
        int count = encoder.encode(out, BUFFER);
        byte[] large = new byte[3 * BUFFER];
        Arrays.fill(large, (byte) 7);
        encoder.loadMsg(new Msg(large));
        count += encoder.encode(out, BUFFER - count);
        encoder.encoded();
        assertThat(count).isEqualTo(BUFFER);
        byte[] head = drain(out.get());
        assertThat(head).startsWith(0, 1, 'a', 2, 0, 0, 0, 0, 0, 0, large.length >> 8, 0, 7);

        out.set(null);
        count = encoder.encode(out, 0);
        encoder.encoded();

        assertThat(count)
                .isEqualTo(large.length - (BUFFER - 12))
                .isEqualTo(out.get().remaining());
        assertThat(drain(out.get())).containsOnly(7);
    }

    @Test
    void shouldReadIntoOneBufferForConnectionsThatDecodeAll() {
        V2Decoder first = decoder();
        ByteBuffer buffer = first.getBuffer();
        assertThat(decode(first, buffer, 0, 1, 'a')).isEqualTo(IDecoder.Step.Result.DECODED);

        assertThat(decoder().getBuffer()).isSameAs(buffer);
    }

    @Test
    void shouldLeaveABufferToTheConnectionThatHasNotDecodedAll() {
        V2Decoder first = decoder();
        ByteBuffer buffer = first.getBuffer();
        assertThat(decode(first, buffer, 0, 1, 'a', 0, 1, 'b')).isEqualTo(IDecoder.Step.Result.DECODED);

        assertThat(decoder().getBuffer()).isNotSameAs(buffer);
        assertThat(first.msg().data()).containsExactly('a');
        first.decode(buffer, buffer.remaining(), new ValueReference<>(0));
        assertThat(first.msg().data()).containsExactly('b');
    }

    private static V2Encoder encoder() {
        return new V2Encoder(new Errno(), BUFFER);
    }

    private static V2Decoder decoder() {
        return new V2Decoder(new Errno(), BUFFER, -1, Msg::new);
    }

    private static ByteBuffer encoded(V2Encoder encoder, String text) {
        ValueReference<ByteBuffer> out = new ValueReference<>();
        encoder.loadMsg(new Msg(text.getBytes(UTF_8)));
        encoder.encode(out, BUFFER);
        encoder.encoded();
        return out.get();
    }

    private static IDecoder.Step.Result decode(V2Decoder decoder, ByteBuffer buffer, int... bytes) {
        for (int each : bytes) {
            buffer.put((byte) each);
        }
        buffer.flip();
        return decoder.decode(buffer, buffer.remaining(), new ValueReference<>(0));
    }

    private static byte[] drain(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
