package dev.baton.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.time.SystemNanoClock;
import dev.baton.transport.BindException;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.LoopTask;
import dev.baton.transport.LoopThread;
import dev.baton.transport.Mailbox;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SendResult;
import dev.baton.transport.SocketPoll;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.transport.WakeUp;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.Request;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** A ROUTER that does what a test says: keeps the requests for it, or answers them by itself, and sends whatever the test wants. */
final class ScriptedBroker implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(30);
    static final String WORKER = "worker-1";

    /** A request and the way back. */
    record Received(Payload identity, Request request) {
        RequestHeader header() {
            return request.header();
        }
    }

    private final Sockets sockets = Sockets.open("scripted", 1, death -> {});
    private final WakeUp wakeUp = new WakeUp();
    private final Mailbox<Frames> outgoing = new Mailbox<>(1_000_000, wakeUp);
    private final BlockingQueue<Received> requests = new LinkedBlockingQueue<>();
    private final AtomicReference<BiConsumer<ScriptedBroker, Received>> script = new AtomicReference<>();
    private final MessageSocket router;
    private final LoopThread thread;

    private ScriptedBroker(String endpoint, BiConsumer<ScriptedBroker, Received> firstScript) {
        script.set(firstScript);
        try {
            router = sockets.bindRouter(endpoint, SocketSettings.DEFAULTS, ConnectionListener.NONE);
        } catch (BindException e) {
            sockets.close();
            wakeUp.close();
            throw e;
        }
        thread = new LoopThread("scripted-broker", new Loop(), SystemNanoClock.INSTANCE).start();
    }

    /** Keeps all requests for {@link #nextRequest}. */
    static ScriptedBroker silent() {
        return new ScriptedBroker("tcp://127.0.0.1:*", ScriptedBroker::keep);
    }

    /** Answers each request with its own payload. */
    static ScriptedBroker echoing() {
        return new ScriptedBroker("tcp://127.0.0.1:*", ScriptedBroker::echo);
    }

    /** Does this with each request. */
    static ScriptedBroker running(BiConsumer<ScriptedBroker, Received> script) {
        return new ScriptedBroker("tcp://127.0.0.1:*", script);
    }

    /** The port of a closed socket is free a moment later: JeroMQ closes in the background. */
    static ScriptedBroker rebound(String endpoint) {
        return await().atMost(LONG)
                .ignoreException(BindException.class)
                .until(() -> new ScriptedBroker(endpoint, ScriptedBroker::keep), bound -> true);
    }

    String endpoint() {
        return router.endpoint();
    }

    void keep(Received received) {
        requests.add(received);
    }

    void echo(Received received) {
        answer(received, received.request().payload());
    }

    Received nextRequest() throws InterruptedException {
        Received received = requests.poll(LONG.toSeconds(), SECONDS);
        assertThat(received).as("a request within %s", LONG).isNotNull();
        return received;
    }

    int waitingRequests() {
        return requests.size();
    }

    void answer(Received received, Payload payload) {
        answer(
                received,
                ReplyHeader.outcome(received.header().requestId(), StatusCode.OK, "", Executed.YES, 11, 22, WORKER),
                payload);
    }

    void answer(Received received, ReplyHeader header, Payload payload) {
        Frames frames = envelope(received);
        WireCodec.encode(header, payload, frames);
        outgoing.offer(frames);
    }

    /** Answers as a broker does that takes nothing now: no handler has seen it. */
    void refuse(Received received, StatusCode status, Duration retryAfter) {
        long micros = TimeUnit.NANOSECONDS.toMicros(retryAfter.toNanos());
        answer(
                received,
                ReplyHeader.refusal(received.header().requestId(), status, "not now", Executed.NO, micros),
                Payload.empty());
    }

    /** Sends these frames as they are to whoever sent the request. */
    void sendRaw(Received to, byte[]... content) {
        Frames frames = new Frames().add(to.identity().asFrame());
        outgoing.offer(frames.addAll(content, 0, content.length));
    }

    private static Frames envelope(Received received) {
        return new Frames().add(received.identity().asFrame()).add(Frames.DELIMITER);
    }

    @Override
    public void close() {
        thread.stop();
        wakeUp.wakeUp();
        try {
            assertThat(thread.join(LONG)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Loop implements LoopTask {
        private final SocketPoll poll = sockets.poll(wakeUp, router);
        private final Frames incoming = new Frames();

        @Override
        public int doWork(long nowNanos) {
            int done = outgoing.drain(this::send, 256);
            while (router.receive(incoming)) {
                done++;
                onMessage();
            }
            return done;
        }

        private void send(Frames message) {
            assertThat(router.send(message)).isEqualTo(SendResult.SENT);
        }

        private void onMessage() {
            if (Sockets.isPeerGone(incoming.get(1))) {
                return;
            }
            Payload identity = Payload.wrap(incoming.get(0));
            try {
                Request request = WireCodec.decodeRequest(incoming, 2);
                script.get().accept(ScriptedBroker.this, new Received(identity, request));
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void await(long nowNanos) {
            wakeUp.aboutToSleep();
            if (outgoing.isEmpty()) {
                poll.await(100_000_000);
            }
            wakeUp.awake();
        }

        @Override
        public void onStop() {
            poll.close();
            router.close();
            sockets.close();
            wakeUp.close();
        }

        @Override
        public void onError(Throwable error) {
            error.printStackTrace();
        }
    }
}
