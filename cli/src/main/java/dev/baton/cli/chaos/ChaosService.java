package dev.baton.cli.chaos;

import dev.baton.cli.Pause;
import dev.baton.wire.Payload;
import dev.baton.worker.BatonWorkerBuilder;
import dev.baton.worker.RequestContext;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What the workers serve. Both methods do the same, note the call's id and take some time; only the caller says which of them may run twice.
 * A request is the call's id and its work in microseconds, the reply is the id.
 */
final class ChaosService {
    static final String ONCE = "baton.chaos.Ledger/Once";
    static final String REPEATABLE = "baton.chaos.Ledger/Repeatable";

    private final ExecutionLog log;

    ChaosService(ExecutionLog log) {
        this.log = log;
    }

    BatonWorkerBuilder addTo(BatonWorkerBuilder builder) {
        return builder.handle(ONCE, this::run).handle(REPEATABLE, this::run);
    }

    static Payload request(long id, Duration work) {
        return Payload.wrap(ByteBuffer.allocate(Long.BYTES * 2)
                .putLong(id)
                .putLong(work.toNanos())
                .array());
    }

    /** The id in a reply; -1 if it is none of ours. */
    static long idOf(Payload reply) {
        return reply.size() == Long.BYTES ? reply.asByteBuffer().getLong() : -1;
    }

    private Payload run(RequestContext context, Payload request) {
        ByteBuffer fields = request.asByteBuffer();
        long id = fields.getLong();
        Duration work = Duration.ofNanos(fields.getLong());
        log.append(id, context.attempt()); // first: what is killed in the middle has run too
        Pause.of(work);
        return Payload.wrap(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }
}
