package dev.baton.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestRoutingTest {
    private static final int ROUNDS = 20_000;
    private static final long YEAR_MICROS = 365L * 24 * 3600 * 1_000_000;

    private final RequestRouting routing = new RequestRouting();

    @Test
    void shouldAgreeWithTheFullDecodeOnRandomHeaders() throws MalformedMessageException {
        RandomMessages random = new RandomMessages(1);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] header = random.requestHeader().toByteArray();

            routing.read(header);

            assertAgrees(header, WireCodec.decodeRequest(Frames.of(header), 0).header());
        }
    }

    @Test
    void shouldAgreeWithTheFullDecodeOnWhateverBothCanRead() {
        RandomMessages random = new RandomMessages(2);
        int bothRead = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] header = random.damaged(random.requestHeader().toByteArray());
            try {
                RequestHeader full =
                        WireCodec.decodeRequest(Frames.of(header), 0).header();
                routing.read(header);
                assertAgrees(header, full);
                bothRead++;
            } catch (MalformedMessageException e) {
                // One of them may be stricter; neither may read something else.
            }
        }
        assertThat(bothRead).isGreaterThan(ROUNDS / 20);
    }

    private void assertAgrees(byte[] header, RequestHeader full) {
        assertThat(routing.requestId()).isEqualTo(full.requestId());
        assertThat(method(header)).isEqualTo(full.method());
        assertThat(routing.remainingMicros()).isEqualTo(full.remainingMicros());
        assertThat(routing.idempotency()).isEqualTo(full.idempotency());
        assertThat(routing.failFast()).isEqualTo(full.failFast());
        assertThat(routing.priority()).isEqualTo(full.priority());
        assertThat(routing.attempt()).isEqualTo(full.attempt());
        assertThat(routing.hops()).isEqualTo(full.hops());
        assertThat(routing.kind()).isEqualTo(full.kind());
        assertThat(routing.queuedMicros()).isEqualTo(full.queuedMicros());
    }

    @Test
    void shouldForgetThePreviousHeader() throws MalformedMessageException {
        routing.read(GoldenMessage.named("call-metadata").header());
        byte[] bare = header(out -> {});

        routing.read(bare);

        assertAgrees(bare, WireCodec.decodeRequest(Frames.of(bare), 0).header());
        assertThat(routing.attempt()).isEqualTo(1);
        assertThat(routing.methodLength()).isZero();
    }

    @Test
    void shouldTakeTheLastValueOfAFieldThatComesTwice() throws Exception {
        byte[] header = header(out -> {
            out.writeString(3, "first/Method");
            out.writeUInt64(4, 1);
            out.writeString(3, "second/Method");
            out.writeUInt64(4, 2);
        });

        routing.read(header);

        assertThat(method(header)).isEqualTo("second/Method");
        assertThat(routing.remainingMicros()).isEqualTo(2);
    }

    @Test
    void shouldPassOverKnownFieldsOfAnotherWireType() throws Exception {
        byte[] header = header(out -> {
            out.writeUInt64(2, 77); // request_id as a varint
            out.writeUInt64(3, 1_000_000); // method as a varint: not a length
            out.writeFixed64(3, -1);
            out.writeString(4, "soon");
            out.writeFixed32(5, 1);
            out.writeString(6, "yes");
            out.writeFixed64(8, 9);
            out.writeString(10, "cancel");
        });

        routing.read(header);

        assertAgrees(header, WireCodec.decodeRequest(Frames.of(header), 0).header());
        assertThat(routing.requestId()).isZero();
        assertThat(routing.methodLength()).isZero();
        assertThat(routing.remainingMicros()).isZero();
        assertThat(routing.failFast()).isFalse();
        assertThat(routing.attempt()).isEqualTo(1);
        assertThat(routing.kind()).isEqualTo(RequestKind.CALL);
    }

    @Test
    void shouldBringNumbersInsideTheirLimits() throws Exception {
        byte[] header = header(out -> {
            out.writeUInt64(4, -1);
            out.writeUInt32(8, -1);
            out.writeUInt32(9, Integer.MAX_VALUE);
            out.writeUInt64(12, Long.MAX_VALUE);
            out.writeUInt64(13, -1);
            out.writeUInt64(14, Long.MIN_VALUE);
        });

        routing.read(header);

        assertThat(routing.remainingMicros()).isEqualTo(YEAR_MICROS);
        assertThat(routing.attempt()).isEqualTo(1_000_000);
        assertThat(routing.hops()).isEqualTo(1_000_000);
        assertThat(routing.queuedMicros()).isEqualTo(YEAR_MICROS);
        assertThat(routing.streamCredit()).isEqualTo(Long.MAX_VALUE);
        assertThat(routing.streamCreditBytes()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldTakeAnAttemptOfZeroAsTheFirst() throws Exception {
        routing.read(header(out -> out.writeUInt32(8, 0)));

        assertThat(routing.attempt()).isEqualTo(1);
    }

    @Test
    void shouldPassOverFieldsOfLaterVersions() throws Exception {
        routing.read(header(out -> {
            out.writeString(500, "news");
            out.writeUInt64(501, -1);
            out.writeFixed64(2, 5);
        }));

        assertThat(routing.requestId()).isEqualTo(5);
    }

    @Test
    void shouldKeepUnknownKindsApartFromCalls() throws Exception {
        routing.read(header(out -> out.writeEnum(10, 17)));

        assertThat(routing.kind()).isEqualTo(RequestKind.UNKNOWN);
    }

    @Test
    void shouldReadNothingThatIsNotOfVersion1() {
        byte[] other = header(out -> {});
        other[4] = '2';

        assertThatThrownBy(() -> routing.read(other)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> routing.read(new byte[0])).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void shouldReadMetadataOnlyInTheFullDecode() throws MalformedMessageException {
        byte[] header = GoldenMessage.named("call-metadata").header();

        routing.read(header);

        assertThat(routing.priority()).isEqualTo(Priority.HIGH);
        Map<String, String> metadata =
                WireCodec.decodeRequest(Frames.of(header), 0).header().metadata();
        assertThat(metadata).containsOnlyKeys("traceparent");
    }

    private String method(byte[] header) {
        return new String(header, routing.methodOffset(), routing.methodLength(), UTF_8);
    }

    /** Writes the fields behind the first. */
    interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    static byte[] header(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeFixed32(1, Protocol.MAGIC);
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
