package dev.baton.bench.idle;

import dev.baton.wire.Frames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One connection. What it has to say in answer to one piece of input is written at once. Selector thread only. */
final class IdlePeer implements FrameReader.Sink {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Role role;
    private final Census census;
    private final FrameReader reader = new FrameReader(this);
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private @Nullable Frames message;
    private boolean ready;

    IdlePeer(SocketChannel channel, SelectionKey key, Role role, Census census) {
        this.channel = channel;
        this.key = key;
        this.role = role;
        this.census = census;
    }

    /** The TCP connection may stand now. */
    void onConnectable() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        said.writeBytes(Zmtp.greeting());
        flush();
    }

    /** Reads what is there, by way of this buffer. */
    void onReadable(ByteBuffer buffer) throws IOException {
        int count = channel.read(buffer.clear());
        if (count < 0) {
            throw new IOException("the broker closed a connection");
        }
        reader.accept(buffer.flip());
        flush();
    }

    /** It is this peer's turn to speak. */
    void beat() throws IOException {
        if (ready) {
            role.beat().ifPresent(said::writeBytes);
            flush();
        }
    }

    @Override
    public void onGreeting() {
        said.writeBytes(Zmtp.ready());
    }

    @Override
    public void onFrame(int flags, byte[] body) {
        if ((flags & Zmtp.COMMAND) != 0) {
            onCommand(body);
            return;
        }
        Frames frames = message == null ? new Frames() : message;
        frames.add(body);
        message = frames;
        if ((flags & Zmtp.MORE) == 0) {
            message = null;
            role.answer(frames).ifPresent(this::say);
        }
    }

    private void onCommand(byte[] command) {
        if (Zmtp.isPing(command)) {
            said.writeBytes(Zmtp.pong(command));
            census.pingAnswered();
        } else if (!ready) { // the first command is READY, or the connection will not last
            ready = true;
            census.ready();
            role.hello().ifPresent(hello -> said.writeBytes(Zmtp.frame(0, hello)));
        }
    }

    private void say(Frames answer) {
        int last = answer.count() - 1;
        for (int i = 0; i <= last; i++) {
            said.writeBytes(Zmtp.frame(i < last ? Zmtp.MORE : 0, answer.get(i)));
        }
    }

    /** Writes what can be written; the rest when the selector says so. */
    void flush() throws IOException {
        if (said.size() > 0) {
            byte[] bytes = said.toByteArray();
            int written = channel.write(ByteBuffer.wrap(bytes));
            said.reset();
            said.write(bytes, written, bytes.length - written);
            key.interestOps(SelectionKey.OP_READ | (written < bytes.length ? SelectionKey.OP_WRITE : 0));
        }
    }
}
