package dev.baton.transport;

import java.util.concurrent.TimeUnit;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Waits until one of some sockets has a message, or a {@link WakeUp} rings, or time is up. Not thread-safe: used by the thread that owns
 * the sockets at the time.
 */
public final class SocketPoll implements AutoCloseable {
    private final ZMQ.Poller poller;
    private final WakeUp wakeUp;
    private final int wakeUpIndex;

    SocketPoll(ZMQ.Poller poller, WakeUp wakeUp) {
        this.poller = poller;
        this.wakeUp = wakeUp;
        this.wakeUpIndex = poller.register(wakeUp.channel(), ZMQ.Poller.POLLIN);
    }

    /**
     * Waits. May also return without a reason. Call {@link WakeUp#aboutToSleep} and look for work before, {@link WakeUp#awake} after.
     *
     * @param timeoutNanos the longest wait; rounded up to a millisecond; 0 or less: only looks
     * @return false: the thread was interrupted, which ended the wait; its flag is cleared
     */
    public boolean await(long timeoutNanos) {
        long millis = timeoutNanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999);
        boolean interrupted = poll(millis) < 0;
        if (poller.pollin(wakeUpIndex)) {
            wakeUp.drain();
        }
        return !interrupted;
    }

    private int poll(long millis) {
        try {
            return poller.poll(millis);
        } catch (ZMQException e) {
            if (e.getErrorCode() != ZMQ.Error.EINTR.getCode()) {
                throw e;
            }
            return -1;
        }
    }

    @Override
    public void close() {
        poller.close();
    }
}
