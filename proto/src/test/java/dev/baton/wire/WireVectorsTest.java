package dev.baton.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.baton.wire.WireVector.Expect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/wire-vectors.json is for those who write an SDK in another language; here it is held against our own codec. {@code -Dgolden.write=true}
 * writes it anew: only ever because of messages that are new.
 */
class WireVectorsTest {
    private static final Path FILE = Path.of("../docs/wire-vectors.json");

    /** Those whose bytes were changed on their way: no library writes a field twice, or fields out of order. */
    private static final List<String> AMENDED = List.of("call-amended", "reply-amended");

    static Stream<WireVector> vectors() {
        return Stream.concat(GoldenMessage.all().stream().map(WireVectorsTest::golden), unusual().stream());
    }

    private static WireVector golden(GoldenMessage message) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < message.frames().count(); i++) {
            frames.add(message.frames().get(i));
        }
        boolean canonical = !AMENDED.contains(message.name());
        return vector(
                message.name(), message.comment(), typeOf(message.meaning()), canonical, message.headerIndex(), frames);
    }

    private static String typeOf(Object meaning) {
        if (meaning instanceof Request) {
            return "RequestHeader";
        }
        if (meaning instanceof Reply) {
            return "ReplyHeader";
        }
        return meaning instanceof ControlMessage ? "ControlMessage" : "WorkerSignal";
    }

    /** What no SDK of ours writes, but a receiver may meet. */
    private static List<WireVector> unusual() {
        byte[] call = GoldenMessage.named("call-inline").header();
        byte[] otherVersion = call.clone();
        otherVersion[4] = '2';
        return List.of(
                vector(
                        "unknown-fields",
                        "The call of call-inline with the unknown fields 99 and 100, which are passed over.",
                        "RequestHeader",
                        false,
                        0,
                        List.of(joined(call, "98 06 2a a2 06 03 6e 65 77"))),
                vector(
                        "last-value-wins",
                        "The call of call-inline with method and payload twice: the last ones count.",
                        "RequestHeader",
                        false,
                        0,
                        List.of(joined(call, "1a 03 41 2f 42 7a 03 62 79 65"))),
                vector(
                        "empty-inline-payload",
                        "An empty payload inside the header: it counts, and the frame after the header is ignored.",
                        "ReplyHeader",
                        true,
                        0,
                        List.of(GoldenMessage.named("stream-end").header(), "ignored".getBytes(US_ASCII))),
                vector(
                        "unknown-status",
                        "A reply with the status 99, which counts as UNKNOWN.",
                        "ReplyHeader",
                        true,
                        0,
                        List.of(HexFormat.ofDelimiter(" ")
                                .parseHex("0d 42 54 4e 31 11 08 07 06 05 04 03 02 01 18 63"))),
                odd("foreign-text", "The content of a plain client.", Expect.FOREIGN, "hello".getBytes(US_ASCII)),
                odd("foreign-short", "Four of the five bytes.", Expect.FOREIGN, Arrays.copyOf(call, 4)),
                odd(
                        "other-version",
                        "A call of version 2: UNIMPLEMENTED, with its request id.",
                        Expect.OTHER_VERSION,
                        otherVersion),
                odd(
                        "malformed-cut",
                        "The call of call-inline without its last byte.",
                        Expect.MALFORMED,
                        Arrays.copyOf(call, call.length - 1)),
                odd(
                        "malformed-varint",
                        "A varint of eleven bytes.",
                        Expect.MALFORMED,
                        joined(call, "20 ff ff ff ff ff ff ff ff ff ff 01")));
    }

    private static byte[] joined(byte[] header, String hex) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(header);
        joined.writeBytes(HexFormat.ofDelimiter(" ").parseHex(hex));
        return joined.toByteArray();
    }

    private static WireVector vector(
            String name, String what, String type, boolean canonical, int header, List<byte[]> frames) {
        return new WireVector(
                name, what, Expect.MESSAGE, canonical, type, header, frames, parse(type, frames.get(header)));
    }

    private static WireVector odd(String name, String what, Expect expect, byte[] frame) {
        return new WireVector(
                name,
                what,
                expect,
                false,
                "RequestHeader",
                0,
                List.of(frame),
                builder("RequestHeader").build());
    }

    private static Message parse(String type, byte[] header) {
        try {
            return builder(type).mergeFrom(header).build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message.Builder builder(String type) {
        return switch (type) {
            case "RequestHeader" -> dev.baton.proto.v1.RequestHeader.newBuilder();
            case "ReplyHeader" -> dev.baton.proto.v1.ReplyHeader.newBuilder();
            case "WorkerSignal" -> dev.baton.proto.v1.WorkerSignal.newBuilder();
            case "ControlMessage" -> dev.baton.proto.v1.ControlMessage.newBuilder();
            default -> throw new IllegalArgumentException(type);
        };
    }

    @Test
    void shouldHaveAFileThatSaysWhatTheCodecDoes() throws IOException {
        String json = WireVector.json(vectors().toList());
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(FILE, json);
        }

        assertThat(FILE).usingCharset(UTF_8).hasContent(json);
    }

    /** Protobuf's JSON gives back the bytes, so that other languages can check what they write as well. */
    @Test
    void shouldGiveTheBytesBackFromTheFields() throws IOException {
        int checked = 0;
        for (JsonElement element :
                JsonParser.parseString(Files.readString(FILE)).getAsJsonArray()) {
            JsonObject vector = element.getAsJsonObject();
            if (vector.has("canonical") && vector.get("canonical").getAsBoolean()) {
                byte[] written = WireVector.bytes(
                        vector.get("fields"), builder(vector.get("type").getAsString()));
                assertThat(HexFormat.of().formatHex(written))
                        .as(vector.get("name").getAsString())
                        .isEqualTo(vector.getAsJsonArray("frames")
                                .get(vector.get("header").getAsInt())
                                .getAsString());
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(25);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldBeRecognisedByTheCodec(WireVector vector) throws Exception {
        byte[] header = vector.frames().get(vector.header());
        Frames frames = Frames.of(vector.frames().toArray(byte[][]::new));
        switch (vector.expect()) {
            case FOREIGN -> assertThat(Protocol.of(header)).isEqualTo(Protocol.FOREIGN);
            case OTHER_VERSION -> {
                assertThat(Protocol.of(header)).isEqualTo(Protocol.BATON_OTHER_VERSION);
                assertThat(Protocol.requestIdOf(header)).isEqualTo(GoldenMessage.REQUEST_ID);
            }
            case MALFORMED ->
                assertThatThrownBy(() -> WireCodec.decodeRequest(frames, 0))
                        .isInstanceOf(MalformedMessageException.class);
            case MESSAGE ->
                assertThat(decode(vector.type(), frames, vector.header())).isNotNull();
        }
    }

    private static Object decode(String type, Frames frames, int header) throws MalformedMessageException {
        return switch (type) {
            case "RequestHeader" -> WireCodec.decodeRequest(frames, header);
            case "ReplyHeader" -> WireCodec.decodeReply(frames, header);
            case "ControlMessage" -> ControlChannel.decode(frames);
            default -> WireCodec.decodeSignal(frames.get(header));
        };
    }

    @Test
    void shouldMeanWhatTheUnusualOnesSay() throws MalformedMessageException {
        assertThat(request("unknown-fields"))
                .isEqualTo(GoldenMessage.named("call-inline").meaning());
        assertThat(request("last-value-wins").header().method()).isEqualTo("A/B");
        assertThat(request("last-value-wins").payload().toUtf8()).isEqualTo("bye");
        assertThat(reply("empty-inline-payload").payload().size()).isZero();
        assertThat(reply("unknown-status").header().status()).isEqualTo(StatusCode.UNKNOWN);
    }

    private static Request request(String name) throws MalformedMessageException {
        return WireCodec.decodeRequest(Frames.of(named(name).frames().toArray(byte[][]::new)), 0);
    }

    private static Reply reply(String name) throws MalformedMessageException {
        return WireCodec.decodeReply(Frames.of(named(name).frames().toArray(byte[][]::new)), 0);
    }

    private static WireVector named(String name) {
        return unusual().stream()
                .filter(vector -> vector.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
