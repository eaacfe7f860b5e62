package dev.baton.client;

import dev.baton.wire.Executed;
import dev.baton.wire.Payload;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.StatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a call ended. Immutable. */
sealed interface Outcome extends CallPhase {
    /** The status that it counts under. */
    StatusCode status();

    /** A reply with status OK. */
    record Success(Reply reply) implements Outcome {
        @Override
        public StatusCode status() {
            return StatusCode.OK;
        }
    }

    /** Anything else: a reply with another status, or this client's own word. */
    record Failure(
            StatusCode status,
            String message,
            Executed executed,
            long retryAfterMicros,
            List<Payload> details,
            String workerId,
            @Nullable Throwable cause)
            implements Outcome {

        /** The same, with what is known of the call as a whole. */
        Failure withExecuted(Executed known) {
            return known == executed
                    ? this
                    : new Failure(status, message, known, retryAfterMicros, details, workerId, cause);
        }

        /** This client's own word. */
        static Failure local(StatusCode status, String message, Executed executed) {
            return new Failure(status, message, executed, 0, List.of(), "", null);
        }
    }

    /** What a reply says. */
    static Outcome of(Reply reply) {
        ReplyHeader header = reply.header();
        if (header.status() == StatusCode.OK) {
            return new Success(reply);
        }
        return new Failure(
                header.status(),
                header.message(),
                header.executed(),
                header.retryAfterMicros(),
                header.details(),
                header.workerId(),
                null);
    }
}
