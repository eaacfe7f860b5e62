package dev.baton.transport;

import dev.baton.wire.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a few bytes to itself through each I/O thread, over TCP and over the queues between the threads, so that one that has died or hangs is noticed
 * even where nothing was thrown. Owner thread only.
 */
public final class IoPulse implements AutoCloseable {
    /** Whoever else may have found the port. */
    private static final int MOST_AT_ONCE = 1000;

    private final List<Line> lines = new ArrayList<>();
    private final Frames received = new Frames();

    /** Both ends of one way through one I/O thread. */
    private static final class Line {
        private final MessageSocket here;
        private final MessageSocket there;
        private long sent;
        private long back;

        Line(MessageSocket here, MessageSocket there) {
            this.here = here;
            this.there = there;
        }
    }

    IoPulse() {}

    void add(MessageSocket here, MessageSocket there) {
        lines.add(new Line(here, there));
    }

    /**
     * Looks for what has come back, and sends the next beat. To be called about once a second.
     *
     * @return how many beats of the worst line are out. Calls are counted and not time, so that a machine that stood still does not look like a dead thread
     */
    public int beat() {
        int worst = 0;
        for (Line line : lines) {
            for (int i = 0; i < MOST_AT_ONCE && line.there.receive(received); i++) {
                line.back = Math.max(line.back, number(received, line));
            }
            worst = (int) Math.max(worst, line.sent - line.back);
            line.here.send(Frames.of(
                    ByteBuffer.allocate(Long.BYTES).putLong(line.sent + 1).array()));
            line.sent++;
        }
        return worst;
    }

    /** Whoever else connects to the port says nothing that counts: at most that a beat is back which is. */
    private static long number(Frames message, Line line) {
        byte[] frame = message.get(message.count() - 1);
        long number = frame.length == Long.BYTES ? ByteBuffer.wrap(frame).getLong() : 0;
        return number <= line.sent ? number : 0;
    }

    @Override
    public void close() {
        lines.forEach(line -> {
            line.here.close();
            line.there.close();
        });
    }
}
