package dev.baton.bench.peers.gearman;

import dev.baton.bench.peers.AsyncCaller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Submits jobs on one connection. The server answers submissions in their order with a handle, and gives results by that handle. */
final class GearmanCaller implements AsyncCaller {
    private final Wire wire;
    private final Thread reader = new Thread(this::read, "gearman-client");
    private final ArrayDeque<ReplyHandler> submitted = new ArrayDeque<>();
    private final Map<String, ReplyHandler> running = new HashMap<>(); // reader only
    private long submissions;

    private GearmanCaller(Wire wire) {
        this.wire = wire;
        reader.setDaemon(true);
    }

    static GearmanCaller start(Wire wire) {
        GearmanCaller caller = new GearmanCaller(wire);
        caller.reader.start();
        return caller;
    }

    @Override
    public synchronized void call(byte[] request, ReplyHandler handler) {
        try {
            submitted.add(handler);
            wire.write(Wire.SUBMIT_JOB, GearmanPeer.FUNCTION, Wire.ascii(Long.toString(submissions++)), request);
            if (Thread.currentThread() != reader) {
                wire.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try {
            while (true) {
                if (!wire.hasInput()) {
                    flush(); // what callbacks submitted while there was something to read
                }
                int type = wire.read();
                if (type == Wire.JOB_CREATED) {
                    running.put(text(wire.argument(0, 1)), nextSubmitted());
                } else if (type == Wire.WORK_COMPLETE) {
                    answer(running.remove(text(wire.argument(0, 2))), wire.argument(1, 2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void flush() throws IOException {
        wire.flush();
    }

    private synchronized ReplyHandler nextSubmitted() {
        return submitted.remove();
    }

    private static void answer(@Nullable ReplyHandler handler, byte[] reply) {
        if (handler != null) {
            handler.onReply(reply, null);
        }
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }
}
