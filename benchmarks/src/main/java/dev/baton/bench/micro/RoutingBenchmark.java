package dev.baton.bench.micro;

import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.Idempotency;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyRouting;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.RequestRouting;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the broker reads of a header in order to route it, and for comparison the whole message as an SDK decodes it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoutingBenchmark {
    private static final int PAYLOAD_BYTES = 64;
    private static final long REMAINING_MICROS = 30_000_000;

    private final Frames request = request();
    private final Frames reply = reply();
    private final byte[] requestHeader = request.get(0);
    private final byte[] replyHeader = reply.get(0);
    private final RequestRouting requestRouting = new RequestRouting();
    private final ReplyRouting replyRouting = new ReplyRouting();

    private static Frames request() {
        Frames frames = new Frames();
        RequestHeader header = RequestHeader.call(
                1_000_000, "bench.Echo/Echo", REMAINING_MICROS, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of());
        WireCodec.encode(header, Payload.wrap(new byte[PAYLOAD_BYTES]), frames);
        return frames;
    }

    private static Frames reply() {
        Frames frames = new Frames();
        ReplyHeader header =
                ReplyHeader.outcome(1_000_000, StatusCode.OK, "", Executed.YES, 20, 15, "bench0-0123456789abcdef");
        WireCodec.encode(header, Payload.wrap(new byte[PAYLOAD_BYTES]), frames);
        return frames;
    }

    /** The broker, on the way to the worker. */
    @Benchmark
    public RequestRouting routeRequest() throws MalformedMessageException {
        requestRouting.read(requestHeader);
        return requestRouting;
    }

    /** The broker, on the way back. */
    @Benchmark
    public ReplyRouting routeReply() throws MalformedMessageException {
        replyRouting.read(replyHeader);
        return replyRouting;
    }

    /** A request that has waited for long is sent on with its new remaining time: the broker's copy of the header. */
    @Benchmark
    public byte[] amendRequest() {
        return WireCodec.amendRequest(requestHeader, REMAINING_MICROS, 1_500, 1, 0);
    }

    /** A worker SDK, for comparison: builds the messages. */
    @Benchmark
    public Object decodeRequest() throws MalformedMessageException {
        return WireCodec.decodeRequest(request, 0);
    }

    /** A client SDK, for comparison. */
    @Benchmark
    public Object decodeReply() throws MalformedMessageException {
        return WireCodec.decodeReply(reply, 0);
    }
}
