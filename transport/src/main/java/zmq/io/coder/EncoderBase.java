package zmq.io.coder;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import zmq.Msg;
import zmq.util.Errno;
import zmq.util.ValueReference;

/**
 * Stands in for the class of this name in JeroMQ 0.6.0, with the difference that {@link SpareBuffer} tells: puts the pieces that the steps of a
 * subclass make of messages one behind the other. I/O thread only.
 *
 * <p>An engine does not say when it has written all. So whoever needs a buffer looks whether the one that was filled last is empty again.
 */
public abstract class EncoderBase implements IEncoder {
    private static final ThreadLocal<Last> LAST = ThreadLocal.withInitial(Last::new);

    private final Errno errno;
    private final int bufferBytes;
    private @Nullable ByteBuffer buffer;
    private boolean filling;
    private @Nullable ByteBuffer source;
    private @Nullable Runnable next;
    private int missing;
    private boolean endsMessage;
    private boolean error;

    /** What is being encoded. */
    protected @Nullable Msg inProgress;

    /** Who has filled a buffer last. */
    private static final class Last {
        private @Nullable EncoderBase encoder;
    }

    /** An encoder that makes pieces of at most so many bytes, but for larger frames. */
    protected EncoderBase(Errno errno, int bufsize) {
        this.errno = errno;
        this.bufferBytes = bufsize;
    }

    @Override
    public final void loadMsg(Msg msg) {
        inProgress = msg;
        next();
    }

    /** Puts at most so many bytes into the given buffer, or into one that it gives; tells how many. */
    @Override
    public final int encode(ValueReference<ByteBuffer> data, int size) {
        if (inProgress == null) {
            return 0;
        }
        ByteBuffer given = data.get();
        int most = given == null ? bufferBytes : size;
        int done = 0;
        while (done < most) {
            if (missing == 0) {
                if (endsMessage) {
                    inProgress = null;
                    break;
                }
                next();
            }
            if (given == null) {
                if (done == 0 && missing >= bufferBytes) {
                    return giveSourceItself(data);
                }
                given = startBuffer();
            }
            done += copy(given.limit(given.capacity()), most - done);
        }
        data.set(given == null ? startBuffer() : given);
        return done;
    }

    /** A large frame is written from where it lies. */
    private int giveSourceItself(ValueReference<ByteBuffer> data) {
        int count = missing;
        data.set(source);
        source = null;
        missing = 0;
        return count;
    }

    private int copy(ByteBuffer to, int most) {
        if (source == null || missing == 0) {
            return 0;
        }
        int count = Math.min(missing, most);
        int limit = source.limit();
        to.put(source.limit(source.position() + count));
        source.limit(limit);
        missing -= count;
        return count;
    }

    private ByteBuffer startBuffer() {
        ByteBuffer started = buffer == null ? takeBuffer() : buffer;
        buffer = started;
        filling = true;
        LAST.get().encoder = this;
        return started.clear();
    }

    private ByteBuffer takeBuffer() {
        EncoderBase last = LAST.get().encoder;
        if (last != null && last.bufferBytes == bufferBytes) {
            ByteBuffer taken = last.buffer;
            if (taken != null && !last.filling && !taken.hasRemaining()) {
                last.buffer = null;
                return taken;
            }
        }
        return ByteBuffer.allocateDirect(bufferBytes);
    }

    /** The engine is about to write what was encoded. */
    @Override
    public void encoded() {
        if (filling && buffer != null) {
            buffer.flip();
        }
        filling = false;
    }

    /** Something cannot be encoded. */
    protected void encodingError() {
        error = true;
    }

    /** Whether something could not be encoded. */
    public final boolean isError() {
        return error;
    }

    /** Makes the next piece. */
    protected void next() {
        if (next != null) {
            next.run();
        }
    }

    /** The message's body is next. */
    protected void nextStep(@Nullable Msg msg, Runnable state, boolean beginning) {
        if (msg == null) {
            initStep(state, beginning);
        } else {
            ByteBuffer body = msg.buf();
            nextStep(body, body.limit(), state, beginning);
        }
    }

    /** Nothing is next; then comes the step. */
    protected void initStep(Runnable state, boolean newMsgFlag) {
        source = null;
        missing = 0;
        next = state;
        endsMessage = newMsgFlag;
    }

    /** So many bytes from the beginning of this are next; then comes the step, for a new message or within this one. */
    protected void nextStep(ByteBuffer buf, int toWrite, Runnable state, boolean newMsgFlag) {
        source = buf.limit(toWrite).position(0);
        missing = toWrite;
        next = state;
        endsMessage = newMsgFlag;
    }

    /** Why encoding failed. */
    public int errno() {
        return errno.get();
    }

    /** Why encoding failed. */
    public void errno(int err) {
        errno.set(err);
    }

    @Override
    public void destroy() {
        inProgress = null;
        source = null;
    }
}
