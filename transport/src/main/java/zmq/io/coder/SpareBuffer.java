package zmq.io.coder;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What connections of one I/O thread share. JeroMQ 0.6.0 gives each connection 16 KiB of direct memory to read to and write from for as long as it
 * lasts. Most connections are idle, and of the others mostly each piece of input is decoded, and each piece of output written, before the
 * next connection's turn comes. So {@link DecoderBase} and {@link EncoderBase}, which stand in for JeroMQ's classes of these names, take a buffer when
 * they need one and let go of it when it is empty; only one whose bytes must wait keeps it. See docs/adr/0003-shared-buffers.md.
 *
 * <p>One for each thread and purpose, and only for that thread.
 */
final class SpareBuffer {
    private static final ThreadLocal<SpareBuffer> INPUT = ThreadLocal.withInitial(SpareBuffer::new);

    private @Nullable ByteBuffer spare;

    /** This thread's, for input. */
    static SpareBuffer input() {
        return INPUT.get();
    }

    /** The spare one, or a new one. */
    ByteBuffer take(int bytes) {
        ByteBuffer taken = spare;
        spare = null;
        return taken != null && taken.capacity() == bytes ? taken : ByteBuffer.allocateDirect(bytes);
    }

    /** It is empty: somebody else may have it. */
    void giveBack(ByteBuffer buffer) {
        spare = buffer;
    }
}
