package dev.baton.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.baton.proto.v1.SignalKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against protobuf's own classes: what one writes the other reads. */
class WireCodecTest {
    private static final int ROUNDS = 2_000;

    private final Frames frames = new Frames();

    @Test
    void shouldWriteRequestsThatProtobufReads() throws Exception {
        RequestHeader header = new RequestHeader(
                -2,
                "a.B/C",
                7,
                Idempotency.IDEMPOTENT,
                true,
                Priority.HIGH,
                3,
                4,
                RequestKind.CANCEL,
                Map.of("k", "v", "ä", "ö"),
                9);

        WireCodec.encode(header, Payload.wrap(new byte[] {0, 1, 2, 3}, 1, 2), frames);

        dev.baton.proto.v1.RequestHeader read = dev.baton.proto.v1.RequestHeader.parseFrom(frames.get(0));
        assertThat(read)
                .isEqualTo(dev.baton.proto.v1.RequestHeader.newBuilder()
                        .setProtocol(0x314E5442)
                        .setRequestId(-2)
                        .setMethod("a.B/C")
                        .setRemainingMicros(7)
                        .setIdempotency(dev.baton.proto.v1.Idempotency.IDEMPOTENT)
                        .setFailFast(true)
                        .setPriority(dev.baton.proto.v1.Priority.HIGH)
                        .setAttempt(3)
                        .setHops(4)
                        .setKind(dev.baton.proto.v1.RequestKind.CANCEL)
                        .putMetadata("k", "v")
                        .putMetadata("ä", "ö")
                        .setQueuedMicros(9)
                        .setPayload(ByteString.copyFrom(new byte[] {1, 2}))
                        .build());
    }

    @Test
    void shouldReadRequestsThatProtobufWrites() throws Exception {
        RandomMessages random = new RandomMessages(7);
        for (int round = 0; round < ROUNDS; round++) {
            dev.baton.proto.v1.RequestHeader written = random.requestHeader();

            Request read = WireCodec.decodeRequest(Frames.of(written.toByteArray()), 0);

            assertThat(read.header().requestId()).isEqualTo(written.getRequestId());
            assertThat(read.header().method()).isEqualTo(written.getMethod());
            assertThat(read.header().metadata()).isEqualTo(written.getMetadataMap());
            assertThat(read.payload().toByteArray())
                    .isEqualTo(written.getPayload().toByteArray());
            assertThat(again(read)).isEqualTo(read);
        }
    }

    @Test
    void shouldReadRepliesThatProtobufWrites() throws Exception {
        RandomMessages random = new RandomMessages(8);
        for (int round = 0; round < ROUNDS; round++) {
            dev.baton.proto.v1.ReplyHeader written = random.replyHeader();

            Reply read = WireCodec.decodeReply(Frames.of(written.toByteArray()), 0);

            assertThat(read.header().requestId()).isEqualTo(written.getRequestId());
            assertThat(read.header().message()).isEqualTo(written.getMessage());
            assertThat(read.header().details())
                    .extracting(detail -> ByteString.copyFrom(detail.toByteArray()))
                    .isEqualTo(written.getDetailsList().stream()
                            .map(any -> any.toByteString())
                            .toList());
            assertThat(read.header().metadata()).isEqualTo(written.getMetadataMap());
            assertThat(read.header().workerId()).isEqualTo(written.getWorkerId());
            assertThat(again(read)).isEqualTo(read);
        }
    }

    @Test
    void shouldWriteSignalsThatProtobufReads() throws InvalidProtocolBufferException {
        WorkerSignal signal = new WorkerSignal.Heartbeat("w", 5, 2, TokenList.of(-1, 7), 8);

        dev.baton.proto.v1.WorkerSignal read = dev.baton.proto.v1.WorkerSignal.parseFrom(WireCodec.encode(signal));

        assertThat(read)
                .isEqualTo(dev.baton.proto.v1.WorkerSignal.newBuilder()
                        .setProtocol(0x314E5442)
                        .setKind(SignalKind.HEARTBEAT)
                        .setWorkerId("w")
                        .setCapacity(5)
                        .setBusy(2)
                        .addHeldTokens(-1)
                        .addHeldTokens(7)
                        .setLastToken(8)
                        .build());
    }

    @Test
    void shouldReadTokensThatAreNotPacked() throws Exception {
        byte[] signal = RequestRoutingTest.header(out -> {
            out.writeEnum(2, SignalKind.HEARTBEAT_VALUE);
            out.writeString(3, "w");
            out.writeUInt32(4, 1);
            out.writeFixed64(6, 11);
            out.writeFixed64(6, 12);
        });

        assertThat(WireCodec.decodeSignal(signal))
                .isEqualTo(new WorkerSignal.Heartbeat("w", 1, 0, TokenList.of(11, 12)));
    }

    @Test
    void shouldRefuseSignalsThatSayNothing() {
        assertMalformedSignal(signal(SignalKind.REGISTER, "w", 0));
        assertMalformedSignal(signal(SignalKind.REGISTER, "w", -1));
        assertMalformedSignal(signal(SignalKind.HEARTBEAT, "w", 0));
        assertMalformedSignal(signal(SignalKind.REGISTER, "", 1));
        assertMalformedSignal(signal(SignalKind.SIGNAL_KIND_UNSPECIFIED, "w", 1));
        assertMalformedSignal(RequestRoutingTest.header(out -> {
            out.writeEnum(2, 99);
            out.writeString(3, "w");
        }));
    }

    private static byte[] signal(SignalKind kind, String workerId, int capacity) {
        return dev.baton.proto.v1.WorkerSignal.newBuilder()
                .setProtocol(Protocol.MAGIC)
                .setKind(kind)
                .setWorkerId(workerId)
                .setCapacity(capacity)
                .build()
                .toByteArray();
    }

    private static void assertMalformedSignal(byte[] signal) {
        assertThatThrownBy(() -> WireCodec.decodeSignal(signal)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void shouldPutPayloadsUpTo4KiBIntoTheHeaderAndLargerOnesBehindIt() {
        byte[] small = new byte[4096];
        byte[] large = new byte[4097];

        WireCodec.encode(RequestHeader.cancel(1), Payload.wrap(small), frames);
        assertThat(frames.count()).isEqualTo(1);

        frames.clear();
        WireCodec.encode(RequestHeader.cancel(1), Payload.wrap(large), frames);
        assertThat(frames.count()).isEqualTo(2);
        assertThat(frames.get(1)).isSameAs(large);
    }

    @Test
    void shouldReadASmallPayloadFromAFrameAsWell() throws MalformedMessageException {
        byte[] header = RequestRoutingTest.header(out -> {});
        byte[] payload = {1, 2};

        assertThat(WireCodec.decodeRequest(Frames.of(header, payload), 0).payload())
                .isEqualTo(Payload.wrap(payload));
        assertThat(WireCodec.decodeReply(Frames.of(header, payload), 0).payload())
                .isEqualTo(Payload.wrap(payload));
        assertThat(WireCodec.decodeRequest(Frames.of(header), 0).payload()).isEqualTo(Payload.empty());
    }

    @Test
    void shouldPreferThePayloadInsideTheHeader() throws Exception {
        byte[] header = RequestRoutingTest.header(out -> out.writeByteArray(15, new byte[0]));

        assertThat(WireCodec.decodeRequest(Frames.of(header, new byte[] {1}), 0).payload())
                .isEqualTo(Payload.empty());
    }

    @Test
    void shouldRefuseMoreThanOneFrameBehindTheHeader() {
        Frames three = Frames.of(RequestRoutingTest.header(out -> {}), new byte[1], new byte[1]);

        assertThatThrownBy(() -> WireCodec.decodeRequest(three, 0)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void shouldRefuseAMessageThatEndsBeforeItsHeader() {
        assertThatThrownBy(() -> WireCodec.decodeRequest(Frames.of(new byte[8], Frames.DELIMITER), 2))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void shouldKeepFieldsOfLaterVersionsWhenItAmends() throws Exception {
        RandomMessages random = new RandomMessages(9);
        UnknownFieldSet news = UnknownFieldSet.newBuilder()
                .addField(
                        77,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8("from a later version"))
                                .build())
                .build();
        for (int round = 0; round < ROUNDS; round++) {
            dev.baton.proto.v1.RequestHeader before =
                    random.requestHeader().toBuilder().setUnknownFields(news).build();

            byte[] amended = WireCodec.amendRequest(before.toByteArray(), 1_000_000, 2_000, 3, 4);

            assertThat(dev.baton.proto.v1.RequestHeader.parseFrom(amended))
                    .isEqualTo(before.toBuilder()
                            .setRemainingMicros(1_000_000)
                            .setQueuedMicros(2_000)
                            .setAttempt(3)
                            .setHops(4)
                            .build());
        }
    }

    @Test
    void shouldAmendARequestAgainAndAgain() throws MalformedMessageException {
        byte[] header = GoldenMessage.named("call-inline").header();
        RequestRouting routing = new RequestRouting();

        byte[] twice = WireCodec.amendRequest(WireCodec.amendRequest(header, 5_000, 1, 1, 1), 4_000, 2, 2, 0);
        routing.read(twice);

        assertThat(routing.remainingMicros()).isEqualTo(4_000);
        assertThat(routing.queuedMicros()).isEqualTo(2);
        assertThat(routing.attempt()).isEqualTo(2);
        assertThat(routing.hops()).isZero();
    }

    @Test
    void shouldHaveRoomForTheLargestNumbersWhenItAmends() throws Exception {
        byte[] amended = WireCodec.amendRequest(
                GoldenMessage.named("cancel").header(), Long.MAX_VALUE, -1, Integer.MAX_VALUE, -1);

        assertThat(dev.baton.proto.v1.RequestHeader.parseFrom(amended).getRemainingMicros())
                .isEqualTo(Long.MAX_VALUE);
        assertThat(dev.baton.proto.v1.RequestHeader.parseFrom(amended).getHops())
                .isEqualTo(-1);
    }

    @Test
    void shouldNeverTurnTimeThatHasRunOutIntoTheDefault() throws Exception {
        byte[] amended =
                WireCodec.amendRequest(GoldenMessage.named("call-inline").header(), 0, 0, 1, 0);
        assertThat(dev.baton.proto.v1.RequestHeader.parseFrom(amended).getRemainingMicros())
                .isEqualTo(1);

        RequestHeader late = RequestHeader.call(1, "a/B", -5, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of());
        WireCodec.encode(late, Payload.empty(), frames);
        assertThat(dev.baton.proto.v1.RequestHeader.parseFrom(frames.get(0)).getRemainingMicros())
                .isEqualTo(1);
    }

    @Test
    void shouldAmendTheQueueTimeOfAReplyAndNothingElse() throws Exception {
        RandomMessages random = new RandomMessages(10);
        for (int round = 0; round < ROUNDS; round++) {
            dev.baton.proto.v1.ReplyHeader before = random.replyHeader();

            byte[] amended = WireCodec.amendReply(before.toByteArray(), 4711);

            assertThat(dev.baton.proto.v1.ReplyHeader.parseFrom(amended))
                    .isEqualTo(before.toBuilder().setQueueMicros(4711).build());
        }
    }

    @Test
    void shouldRefuseToWriteDetailsThatNobodyCouldRead() {
        ReplyHeader header = new ReplyHeader(
                1,
                StatusCode.INTERNAL,
                "",
                List.of(Payload.utf8("no Any")),
                Executed.YES,
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                0,
                0,
                0,
                0,
                "",
                Map.of());

        assertThatThrownBy(() -> WireCodec.encode(header, Payload.empty(), frames))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("google.protobuf.Any");
    }

    private Request again(Request request) throws MalformedMessageException {
        frames.clear();
        WireCodec.encode(request.header(), request.payload(), frames);
        return WireCodec.decodeRequest(frames, 0);
    }

    private Reply again(Reply reply) throws MalformedMessageException {
        frames.clear();
        WireCodec.encode(reply.header(), reply.payload(), frames);
        return WireCodec.decodeReply(frames, 0);
    }
}
