package dev.baton.worker;

import dev.baton.transport.SendResult;
import dev.baton.wire.Frames;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Checks that never two threads are inside the socket at once, and that nobody comes after it was closed. */
final class ExclusiveUseSocket implements BrokerSocket {
    private final BrokerSocket socket;
    private final Log log;

    ExclusiveUseSocket(BrokerSocket socket, Log log) {
        this.socket = socket;
        this.log = log;
    }

    @Override
    public boolean receive(Frames into) {
        return alone(() -> socket.receive(into));
    }

    @Override
    public boolean mayHaveInput() {
        return alone(socket::mayHaveInput);
    }

    @Override
    public SendResult send(Frames message) {
        return alone(() -> socket.send(message));
    }

    @Override
    public void await(long timeoutNanos) {
        alone(() -> {
            socket.await(timeoutNanos);
            return true;
        });
    }

    @Override
    public void openControl() {
        alone(() -> {
            socket.openControl();
            return true;
        });
    }

    @Override
    public void closeControl() {
        alone(() -> {
            socket.closeControl();
            return true;
        });
    }

    @Override
    public boolean receiveControl(Frames into) {
        return alone(() -> socket.receiveControl(into));
    }

    @Override
    public long oversizedMessages() {
        return alone(socket::oversizedMessages);
    }

    @Override
    public void close() {
        alone(() -> {
            socket.close();
            return true;
        });
    }

    private <T> T alone(Supplier<T> call) {
        Thread self = Thread.currentThread();
        Thread other = log.inside.compareAndExchange(null, self);
        if (other != null) {
            log.violation.compareAndSet("", self.getName() + " came while " + other.getName() + " was inside");
        }
        if (log.lastInside.getAndSet(self) != self) {
            log.changes.incrementAndGet();
        }
        try {
            return call.get();
        } finally {
            log.inside.compareAndSet(self, null);
        }
    }

    /** What was seen. */
    static final class Log {
        private final AtomicReference<Thread> inside = new AtomicReference<>();
        private final AtomicReference<Thread> lastInside = new AtomicReference<>();
        private final AtomicInteger changes = new AtomicInteger();
        private final AtomicReference<String> violation = new AtomicReference<>("");

        /** The first violation; empty: none. */
        String violation() {
            return violation.get();
        }

        /** How often the socket came into the hands of another thread. */
        int changesOfThread() {
            return changes.get();
        }
    }
}
