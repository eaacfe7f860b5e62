package dev.baton.bench.idle;

import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.Request;
import dev.baton.wire.StatusCode;
import dev.baton.wire.Token;
import dev.baton.wire.TokenList;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A registered worker with one slot, which answers each request at once with its own payload, and so never holds one when its heartbeat is due. */
final class LightWorker implements Role {
    /** As often as the worker SDK does it. */
    static final Duration HEARTBEAT_EVERY = Duration.ofMillis(250);

    private static final int CAPACITY = 1;

    private final String id;
    private final String method;
    private long lastToken;

    LightWorker(String id, String method) {
        this.id = id;
        this.method = method;
    }

    @Override
    public Optional<byte[]> hello() {
        return Optional.of(WireCodec.encode(new WorkerSignal.Register(
                id,
                CAPACITY,
                "localhost",
                ProcessHandle.current().pid(),
                List.of(method),
                "idle",
                TimeUnit.MILLISECONDS.toMicros(HEARTBEAT_EVERY.toMillis()))));
    }

    @Override
    public Optional<byte[]> beat() {
        WorkerSignal heartbeat = new WorkerSignal.Heartbeat(id, CAPACITY, 0, TokenList.of(), lastToken);
        return Optional.of(Zmtp.frame(0, WireCodec.encode(heartbeat)));
    }

    @Override
    public Optional<Frames> answer(Frames message) {
        int delimiter = message.delimiterIndex();
        if (delimiter < 1 || !Token.isToken(message.get(0))) {
            return Optional.empty();
        }
        lastToken = Token.fromFrame(message.get(0));
        try {
            Request request = WireCodec.decodeRequest(message, delimiter + 1);
            Frames answer = new Frames().addAll(message.slice(0, delimiter + 1), 0, delimiter + 1);
            WireCodec.encode(
                    ReplyHeader.outcome(request.header().requestId(), StatusCode.OK, "", Executed.YES, 0, 1, id),
                    request.payload(),
                    answer);
            return Optional.of(answer);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a broker sent what no broker should send", e);
        }
    }
}
