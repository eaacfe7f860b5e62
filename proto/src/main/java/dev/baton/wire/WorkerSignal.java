package dev.baton.wire;

import java.util.List;
import java.util.Objects;

/** What a worker tells its broker of itself. */
public sealed interface WorkerSignal {
    /** Who says it: one id per worker process and start. */
    String workerId();

    /**
     * I am here. Sent on every connect.
     *
     * @param workerId who
     * @param capacity how many requests it handles at once
     * @param host where it runs
     * @param pid its process
     * @param methods what it has handlers for
     * @param version of its SDK
     * @param heartbeatMicros how often it will send a heartbeat
     */
    record Register(
            String workerId,
            int capacity,
            String host,
            long pid,
            List<String> methods,
            String version,
            long heartbeatMicros)
            implements WorkerSignal {
        public Register {
            requireId(workerId);
            methods = List.copyOf(methods);
        }
    }

    /**
     * I live, and these requests are mine.
     *
     * @param workerId who
     * @param capacity how many requests it handles at once
     * @param busy how many it handles now
     * @param heldTokens the claims: the tokens of all requests that it holds
     * @param lastToken the newest token that this connection brought; 0: none yet
     * @param leaderThread the thread that leads; empty: not told
     * @param leaderHeldMicros for how long it has led without another in between
     */
    record Heartbeat(
            String workerId,
            int capacity,
            int busy,
            TokenList heldTokens,
            long lastToken,
            String leaderThread,
            long leaderHeldMicros)
            implements WorkerSignal {
        public Heartbeat {
            requireId(workerId);
            Objects.requireNonNull(leaderThread, "leaderThread");
        }

        /** A heartbeat of a worker that does not tell who leads. */
        public Heartbeat(String workerId, int capacity, int busy, TokenList heldTokens, long lastToken) {
            this(workerId, capacity, busy, heldTokens, lastToken, "", 0);
        }

        /** A heartbeat of a worker that does not keep count of tokens. */
        public Heartbeat(String workerId, int capacity, int busy, TokenList heldTokens) {
            this(workerId, capacity, busy, heldTokens, 0);
        }
    }

    /**
     * I take nothing new and finish what I have.
     *
     * @param workerId who
     */
    record Draining(String workerId) implements WorkerSignal {
        public Draining {
            requireId(workerId);
        }
    }

    /**
     * I take requests again after a drain.
     *
     * @param workerId who
     */
    record Resumed(String workerId) implements WorkerSignal {
        public Resumed {
            requireId(workerId);
        }
    }

    /**
     * I hold nothing any more and disconnect.
     *
     * @param workerId who
     */
    record Goodbye(String workerId) implements WorkerSignal {
        public Goodbye {
            requireId(workerId);
        }
    }

    private static void requireId(String workerId) {
        Objects.requireNonNull(workerId, "workerId");
        if (workerId.isEmpty()) {
            throw new IllegalArgumentException("workerId: empty (expected: one id per worker process and start)");
        }
    }
}
