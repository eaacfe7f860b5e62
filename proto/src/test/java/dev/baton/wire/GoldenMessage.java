package dev.baton.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Any;
import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import java.util.List;
import java.util.Map;

/**
 * One message of each kind, the bytes of which never change again.
 *
 * @param name of its file
 * @param comment what it shows
 * @param frames as this version writes them
 * @param meaning what this version reads from them: a {@link Request}, a {@link Reply}, a {@link WorkerSignal} or a {@link ControlMessage}
 */
record GoldenMessage(String name, String comment, Frames frames, Object meaning) {
    static final long REQUEST_ID = 0x0102030405060708L;
    static final long TOKEN = 0x0000_2a00_0000_0007L;
    static final byte[] IDENTITY = {0, 'k', (byte) 0x8b, 0x45, 0x67};

    private static final String METHOD = "baton.demo.Text/Upper";
    private static final String WORKER = "upper-4711-1";

    static List<GoldenMessage> all() {
        return List.of(
                request("call-inline", "A call, its payload inside the header.", call(Map.of()), Payload.utf8("hello")),
                request(
                        "call-payload-frame",
                        "A call with a payload of 4097 bytes: one more than travels inside the header.",
                        call(Map.of()),
                        payloadOf(WireCodec.INLINE_PAYLOAD_MAX_BYTES + 1)),
                request(
                        "call-metadata",
                        "A call with each field that a client may set, and metadata.",
                        RequestHeader.call(
                                REQUEST_ID,
                                METHOD,
                                2_000_000,
                                Idempotency.IDEMPOTENT,
                                true,
                                Priority.HIGH,
                                Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")),
                        Payload.empty()),
                request(
                        "call-stream",
                        "A call that wants a stream of replies, at first 16 of them, or 65536 bytes.",
                        call(Map.of()).streamed(new StreamCredit(16, 65_536)),
                        Payload.utf8("hello")),
                request(
                        "credit",
                        "The client of a stream takes 24 replies in all, or 66000 bytes.",
                        RequestHeader.credit(REQUEST_ID, new StreamCredit(24, 66_000)),
                        Payload.empty()),
                request("cancel", "Takes back a call.", RequestHeader.cancel(REQUEST_ID), Payload.empty()),
                amendedRequest(),
                dispatched(),
                reply("reply-ok", "A result, as a worker sends it.", outcome(StatusCode.OK, ""), Payload.utf8("HELLO")),
                reply("reply-error", "A status with a message and two details.", error(), Payload.empty()),
                reply("reply-refusal", "What a broker answers when a limit is reached.", refusal(), Payload.empty()),
                reply("reply-partial", "One of several replies to a call.", partial(), Payload.utf8("HEL")),
                reply(
                        "stream-partial",
                        "The third reply of a stream.",
                        ReplyHeader.partial(REQUEST_ID, 3, WORKER),
                        Payload.utf8("HEL")),
                reply(
                        "stream-end",
                        "The end of a stream of three replies.",
                        outcome(StatusCode.OK, "").ofStream(4),
                        Payload.empty()),
                reply(
                        "reply-payload-frame",
                        "A result of 4097 bytes: one more than travels inside the header.",
                        outcome(StatusCode.OK, ""),
                        payloadOf(WireCodec.INLINE_PAYLOAD_MAX_BYTES + 1)),
                reply(
                        "hand-back",
                        "A worker without a free slot returns a request.",
                        ReplyHeader.handBack(REQUEST_ID, HandBackReason.BUSY, WORKER),
                        Payload.empty()),
                amendedReply(),
                signal("signal-register", "A worker makes itself known.", register()),
                signal(
                        "signal-heartbeat",
                        "A worker lives and claims two requests.",
                        new WorkerSignal.Heartbeat(WORKER, 8, 2, TokenList.of(TOKEN - 2, TOKEN), TOKEN)),
                signal(
                        "signal-heartbeat-idle",
                        "A worker lives, and nothing has come yet.",
                        new WorkerSignal.Heartbeat(WORKER, 8, 0, TokenList.of())),
                signal("signal-drain", "A worker takes nothing new.", new WorkerSignal.Draining(WORKER)),
                signal("signal-goodbye", "A worker disconnects.", new WorkerSignal.Goodbye(WORKER)),
                signal(
                        "signal-heartbeat-leader",
                        "A worker lives, and tells who leads.",
                        new WorkerSignal.Heartbeat(WORKER, 8, 0, TokenList.of(), TOKEN, "upper-3", 1_500_000)),
                signal("signal-resumed", "A worker takes requests again.", new WorkerSignal.Resumed(WORKER)),
                control("control-drain", "One worker is to take nothing new.", WORKER, new ControlMessage.Drain()),
                control("control-resume", "It is to take requests again.", WORKER, new ControlMessage.Resume()),
                control(
                        "control-cancel",
                        "Nobody waits for two requests any more, whoever has them.",
                        ControlChannel.EVERYBODY,
                        new ControlMessage.Cancel(TokenList.of(TOKEN - 2, TOKEN))),
                control(
                        "control-credit",
                        "The clients of two streams take more replies; the second one without a bound in bytes.",
                        WORKER,
                        new ControlMessage.Credit(List.of(
                                new ControlMessage.Grant(TOKEN - 2, new StreamCredit(24, 66_000)),
                                new ControlMessage.Grant(TOKEN, new StreamCredit(1000, 0))))));
    }

    static GoldenMessage named(String name) {
        return all().stream()
                .filter(message -> message.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The place of the header: after the delimiter where there is one. */
    int headerIndex() {
        return meaning instanceof ControlMessage ? 1 : afterDelimiter();
    }

    private int afterDelimiter() {
        return frames.delimiterIndex() + 1;
    }

    byte[] header() {
        return frames.get(headerIndex());
    }

    private static GoldenMessage request(String name, String comment, RequestHeader header, Payload payload) {
        Frames frames = new Frames();
        WireCodec.encode(header, payload, frames);
        return new GoldenMessage(name, comment, frames, new Request(header, payload));
    }

    private static GoldenMessage reply(String name, String comment, ReplyHeader header, Payload payload) {
        Frames frames = new Frames();
        WireCodec.encode(header, payload, frames);
        return new GoldenMessage(name, comment, frames, new Reply(header, payload));
    }

    private static GoldenMessage signal(String name, String comment, WorkerSignal signal) {
        return new GoldenMessage(name, comment, Frames.of(WireCodec.encode(signal)), signal);
    }

    private static GoldenMessage control(String name, String comment, String topic, ControlMessage message) {
        return new GoldenMessage(name, comment, ControlChannel.encode(topic, message), message);
    }

    private static GoldenMessage amendedRequest() {
        Frames frames = new Frames();
        WireCodec.encode(call(Map.of()), Payload.utf8("hello"), frames);
        byte[] amended = WireCodec.amendRequest(frames.get(0), 1_987_655, 12_345, 2, 1);
        RequestHeader meaning = new RequestHeader(
                REQUEST_ID,
                METHOD,
                1_987_655,
                Idempotency.NO_SIDE_EFFECTS,
                false,
                Priority.NORMAL,
                2,
                1,
                RequestKind.CALL,
                Map.of(),
                12_345);
        return new GoldenMessage(
                "call-amended",
                "The call of call-inline after 12.345 ms in a queue, in its second attempt, handed back once.",
                Frames.of(amended),
                new Request(meaning, Payload.utf8("hello")));
    }

    private static GoldenMessage dispatched() {
        GoldenMessage call = request("", "", call(Map.of()), Payload.utf8("hello"));
        return new GoldenMessage(
                "dispatched",
                "The call of call-inline on its way from the broker to a worker: token, client identity, delimiter, header.",
                Frames.of(Token.toFrame(TOKEN), IDENTITY, Frames.DELIMITER, call.header()),
                call.meaning());
    }

    private static GoldenMessage amendedReply() {
        Frames frames = new Frames();
        WireCodec.encode(outcome(StatusCode.OK, ""), Payload.utf8("HELLO"), frames);
        ReplyHeader meaning = new ReplyHeader(
                REQUEST_ID,
                StatusCode.OK,
                "",
                List.of(),
                Executed.YES,
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                0,
                12_345,
                40,
                1_234,
                WORKER,
                Map.of());
        return new GoldenMessage(
                "reply-amended",
                "The reply of reply-ok with the time in the broker's queue appended.",
                Frames.of(WireCodec.amendReply(frames.get(0), 12_345)),
                new Reply(meaning, Payload.utf8("HELLO")));
    }

    private static RequestHeader call(Map<String, String> metadata) {
        return RequestHeader.call(
                REQUEST_ID, METHOD, 2_000_000, Idempotency.NO_SIDE_EFFECTS, false, Priority.NORMAL, metadata);
    }

    private static ReplyHeader outcome(StatusCode status, String message) {
        return ReplyHeader.outcome(REQUEST_ID, status, message, Executed.YES, 40, 1_234, WORKER);
    }

    private static ReplyHeader error() {
        return new ReplyHeader(
                REQUEST_ID,
                StatusCode.NOT_FOUND,
                "no document is called „Größe“",
                List.of(detail(StringValue.of("Größe")), detail(BytesValue.getDefaultInstance())),
                Executed.YES,
                ReplyKind.FINAL,
                HandBackReason.UNSPECIFIED,
                0,
                0,
                0,
                17,
                WORKER,
                Map.of("cache", "miss"));
    }

    private static ReplyHeader refusal() {
        return ReplyHeader.refusal(
                REQUEST_ID,
                StatusCode.RESOURCE_EXHAUSTED,
                "this client has as many requests waiting as one client may; send fewer at once",
                Executed.NO,
                250_000);
    }

    private static ReplyHeader partial() {
        return new ReplyHeader(
                REQUEST_ID,
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
                WORKER,
                Map.of());
    }

    private static WorkerSignal register() {
        return new WorkerSignal.Register(
                WORKER, 8, "host-a", 4711, List.of(METHOD, "baton.demo.Text/Echo"), "0.1.0", 250_000);
    }

    private static Payload detail(com.google.protobuf.Message message) {
        return Payload.wrap(Any.pack(message).toByteArray());
    }

    private static Payload payloadOf(int bytes) {
        byte[] filled = new byte[bytes];
        byte[] pattern = "Baton ".getBytes(UTF_8);
        for (int i = 0; i < bytes; i++) {
            filled[i] = pattern[i % pattern.length];
        }
        return Payload.wrap(filled);
    }

    @Override
    public String toString() {
        return name;
    }
}
