package zmq.io.coder;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.util.Errno;
import zmq.util.ValueReference;

/**
 * Stands in for the class of this name in JeroMQ 0.6.0, with the difference that {@link SpareBuffer} tells: hands the bytes of a connection to
 * the steps of a subclass, each of which says how many it wants and where. I/O thread only.
 */
public abstract class DecoderBase implements IDecoder {
    private final Errno errno;
    private final int bufferBytes;
    private @Nullable ByteBuffer buffer;
    private ByteBuffer target = ByteBuffer.allocate(0);
    private Step next = () -> Step.Result.ERROR;
    private int missing;
    private boolean inPlace;

    /** A decoder that reads at most so many bytes at once, but for larger frames. */
    protected DecoderBase(Errno errno, int bufsize) {
        this.errno = errno;
        this.bufferBytes = bufsize;
    }

    /** Where to read to: into the message itself, if so much of it is missing that nothing else would fit into the buffer. */
    @Override
    public ByteBuffer getBuffer() {
        inPlace = missing >= bufferBytes;
        if (inPlace) {
            return target.duplicate();
        }
        if (buffer == null) {
            buffer = SpareBuffer.input().take(bufferBytes);
        }
        return buffer.clear();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // that very buffer, not one that looks like it
    public Step.Result decode(ByteBuffer data, int size, ValueReference<Integer> processed) {
        if (inPlace) {
            target.position(target.position() + size);
            missing -= size;
            processed.set(size);
            return step();
        }
        int done = 0;
        Step.Result result = Step.Result.MORE_DATA;
        while (done < size && result == Step.Result.MORE_DATA) {
            int count = Math.min(missing, size - done);
            copy(data, count);
            done += count;
            result = step();
        }
        processed.set(done);
        if (done == size && data == buffer) {
            SpareBuffer.input().giveBack(data);
            buffer = null;
        }
        return result;
    }

    private void copy(ByteBuffer data, int count) {
        int limit = data.limit();
        target.put(data.limit(data.position() + count));
        data.limit(limit);
        missing -= count;
    }

    private Step.Result step() {
        while (!target.hasRemaining()) {
            Step.Result result = next.apply();
            if (result != Step.Result.MORE_DATA) {
                return result;
            }
        }
        return Step.Result.MORE_DATA;
    }

    /** The message's body is wanted next. */
    protected void nextStep(Msg msg, Step step) {
        nextStep(msg.buf(), step);
    }

    /** As much as fits is wanted next. */
    protected void nextStep(ByteBuffer buf, Step step) {
        target = buf;
        missing = buf.remaining();
        next = step;
    }

    /** Why decoding failed. */
    protected void errno(int err) {
        errno.set(err);
    }

    /** Why decoding failed. */
    public int errno() {
        return errno.get();
    }

    @Override
    public void destroy() {}
}
