package dev.baton.cli.bench;

import dev.baton.cli.Pause;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;

/**
 * What a call asks for: to sleep for this long, because a worker that used the processor would compete with the broker for it. Also how
 * that is written, for both systems alike.
 */
final class Work {
    private static final long SHORT_NANOS = Duration.ofMillis(1).toNanos();
    private static final long LONG_NANOS = Duration.ofMillis(50).toNanos();
    private static final double LONG_SHARE = 0.05;

    static final String TITLE = "95 % 1 ms, 5 % 50 ms";
    static final double MEAN_NANOS = (1 - LONG_SHARE) * SHORT_NANOS + LONG_SHARE * LONG_NANOS;

    private Work() {}

    static long draw(Random random) {
        return random.nextDouble() < LONG_SHARE ? LONG_NANOS : SHORT_NANOS;
    }

    /** A request to work for so long; the id comes back. */
    static byte[] request(int id, long nanos) {
        return ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(id)
                .putLong(nanos)
                .array();
    }

    /**
     * Does it, and gives the reply.
     *
     * @param server who says so
     * @param slowdown how many times as long it takes here
     */
    static byte[] serve(ByteBuffer request, int server, double slowdown) {
        int id = request.getInt();
        long startNanos = System.nanoTime();
        Pause.of(Duration.ofNanos((long) (request.getLong() * slowdown)));
        return new Done(id, server, System.nanoTime() - startNanos).toBytes();
    }

    /**
     * A reply.
     *
     * @param id of the request
     * @param server who did it
     * @param tookNanos how long it really took
     */
    record Done(int id, int server, long tookNanos) {
        static Done read(ByteBuffer reply) {
            return new Done(reply.getInt(), reply.getInt(), reply.getLong());
        }

        private byte[] toBytes() {
            return ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES)
                    .putInt(id)
                    .putInt(server)
                    .putLong(tookNanos)
                    .array();
        }
    }
}
