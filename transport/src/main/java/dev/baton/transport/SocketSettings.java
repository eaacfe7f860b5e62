package dev.baton.transport;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a socket behaves towards its peers.
 *
 * @param maxMessageBytes the largest frame that is read; a peer that announces more is disconnected before anything is allocated
 * @param maxFrames messages of more frames are thrown away
 * @param highWaterMark how many messages wait for or from one peer; 0: no limit, because something else limits them
 * @param heartbeatEvery how often an idle connection is probed
 * @param heartbeatTimeout after how long without an answer a connection counts as dead
 * @param reconnectMin the first pause before a lost connection is made again
 * @param reconnectMax the longest such pause
 * @param linger how long unsent messages are kept when the socket is closed
 * @param curve with which keys a socket that connects encrypts; null: not at all
 */
public record SocketSettings(
        long maxMessageBytes,
        int maxFrames,
        int highWaterMark,
        Duration heartbeatEvery,
        Duration heartbeatTimeout,
        Duration reconnectMin,
        Duration reconnectMax,
        Duration linger,
        @Nullable CurveSecurity curve) {

    /** What fits unless there is a reason: 64 MiB, 64 frames, no high water mark, probes each 2 s, dead after 6 s. */
    public static final SocketSettings DEFAULTS = new SocketSettings(
            64L * 1024 * 1024,
            64,
            0,
            Duration.ofSeconds(2),
            Duration.ofSeconds(6),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofSeconds(2),
            null);

    public SocketSettings {
        atLeast("maxMessageBytes", maxMessageBytes, 1);
        atLeast("maxFrames", maxFrames, 3);
        atLeast("highWaterMark", highWaterMark, 0);
        // Below a millisecond JeroMQ divides by zero in its I/O thread.
        atLeast("reconnectMin (in ms)", reconnectMin.toMillis(), 1);
        atLeast("reconnectMax (in ms)", reconnectMax.toMillis(), reconnectMin.toMillis());
        atLeast("heartbeatEvery (in ms)", heartbeatEvery.toMillis(), 1);
        atLeast("heartbeatTimeout (in ms)", heartbeatTimeout.toMillis(), heartbeatEvery.toMillis());
        atLeast("linger (in ms)", linger.toMillis(), 0);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }

    /** Without encryption. */
    public SocketSettings(
            long maxMessageBytes,
            int maxFrames,
            int highWaterMark,
            Duration heartbeatEvery,
            Duration heartbeatTimeout,
            Duration reconnectMin,
            Duration reconnectMax,
            Duration linger) {
        this(
                maxMessageBytes,
                maxFrames,
                highWaterMark,
                heartbeatEvery,
                heartbeatTimeout,
                reconnectMin,
                reconnectMax,
                linger,
                null);
    }

    /** The same, encrypted by these keys where it connects. */
    public SocketSettings withCurve(CurveSecurity keys) {
        return new SocketSettings(
                maxMessageBytes,
                maxFrames,
                highWaterMark,
                heartbeatEvery,
                heartbeatTimeout,
                reconnectMin,
                reconnectMax,
                linger,
                keys);
    }

    /** The same with another limit for a message. */
    public SocketSettings withMaxMessageBytes(long bytes) {
        return new SocketSettings(
                bytes,
                maxFrames,
                highWaterMark,
                heartbeatEvery,
                heartbeatTimeout,
                reconnectMin,
                reconnectMax,
                linger,
                curve);
    }

    /** The same with another high water mark. */
    public SocketSettings withHighWaterMark(int messages) {
        return new SocketSettings(
                maxMessageBytes,
                maxFrames,
                messages,
                heartbeatEvery,
                heartbeatTimeout,
                reconnectMin,
                reconnectMax,
                linger,
                curve);
    }

    /** The same with other probes of idle connections. */
    public SocketSettings withHeartbeat(Duration every, Duration timeout) {
        return new SocketSettings(
                maxMessageBytes, maxFrames, highWaterMark, every, timeout, reconnectMin, reconnectMax, linger, curve);
    }

    /** The same with other pauses between attempts to connect. */
    public SocketSettings withReconnect(Duration min, Duration max) {
        return new SocketSettings(
                maxMessageBytes, maxFrames, highWaterMark, heartbeatEvery, heartbeatTimeout, min, max, linger, curve);
    }

    /** The same with another linger time. */
    public SocketSettings withLinger(Duration time) {
        return new SocketSettings(
                maxMessageBytes,
                maxFrames,
                highWaterMark,
                heartbeatEvery,
                heartbeatTimeout,
                reconnectMin,
                reconnectMax,
                time,
                curve);
    }
}
