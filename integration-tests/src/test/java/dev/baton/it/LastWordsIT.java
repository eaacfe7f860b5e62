package dev.baton.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.DropReason;
import dev.baton.client.BatonClient;
import dev.baton.client.CallOptions;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.Payload;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.StatusCode;
import dev.baton.wire.Token;
import dev.baton.wire.TokenList;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker whose last replies and whose end reach a broker that is just busy. */
@Timeout(180)
class LastWordsIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(90);
    private static final CallOptions PATIENTLY = CallOptions.deadline(LONG_ENOUGH);
    private static final String METHOD = "it.LastWords/Say";
    private static final String ID = "raw-1";

    /** More than one pass reads. */
    private static final int PAUSE_AT_DROP = 300;

    private final CountDownLatch standing = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private int drops;
    private Broker broker;
    private BatonClient client;

    /** The broker's thread stands still from the first message that is none until it is told to go on, and once more for a moment later. */
    @BeforeEach
    void start() {
        BrokerObserver standingStill = new BrokerObserver() {
            @Override
            public void onDropped(DropReason reason) {
                standing.countDown();
                try {
                    goOn.await();
                    if (++drops == PAUSE_AT_DROP) {
                        Thread.sleep(300);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        broker = Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), standingStill);
        client = BatonClient.connect(broker.frontendEndpoint());
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        client.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldPassOnTheReplyOfAWorkerThatIsGoneMeanwhile(boolean goodbye) throws Exception {
        CompletableFuture<Payload> reply = callThatWaits();
        try (RawDealer worker = new RawDealer(broker.backendEndpoint("default"))) {
            Frames request = worker.takeRequest();
            await().atMost(LONG_ENOUGH).until(this::aWorkerIsBusy);
            standStill();

            worker.answer(request, "last words");
            if (goodbye) {
                worker.signal(new WorkerSignal.Goodbye(ID));
            }
            worker.end();
        }
        goOn.countDown();

        assertThat(reply.get(90, TimeUnit.SECONDS).toUtf8()).isEqualTo("last words");
    }

    @Test
    void shouldWaitForLastWordsAlsoIfItStandsStillAmongThem() throws Exception {
        CompletableFuture<Payload> reply = callThatWaits();
        try (RawDealer worker = new RawDealer(broker.backendEndpoint("default"))) {
            Frames request = worker.takeRequest();
            await().atMost(LONG_ENOUGH).until(this::aWorkerIsBusy);
            standStill();

            for (int i = 0; i < 3 * PAUSE_AT_DROP; i++) {
                worker.send(new Frames().add("no signal".getBytes(US_ASCII)));
            }
            worker.answer(request, "last words");
            worker.end();
        }
        goOn.countDown();

        assertThat(reply.get(90, TimeUnit.SECONDS).toUtf8()).isEqualTo("last words");
    }

    /** Whoever connects gets it at once, as a plain worker would. */
    private CompletableFuture<Payload> callThatWaits() {
        CompletableFuture<Payload> reply = client.callAsync(METHOD, Payload.utf8("x"), PATIENTLY);
        await().atMost(LONG_ENOUGH).until(() -> broker.snapshot().pools().get(0).queued() == 1);
        return reply;
    }

    private boolean aWorkerIsBusy() {
        return broker.snapshot().pools().get(0).workers().stream().anyMatch(worker -> worker.busy() == 1);
    }

    /** At the frontend, so that what comes to the backend meanwhile is there when the next pass begins. */
    private void standStill() throws Exception {
        try (RawDealer stranger = new RawDealer(broker.frontendEndpoint())) {
            stranger.send(new Frames().add("neither delimiter nor header".getBytes(US_ASCII)));
            assertThat(standing.await(90, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** As plain TCP, so that one can see when the broker's side of its connection is closed. */
    private static final class RawDealer implements AutoCloseable {
        private static final int MORE = 1;
        private static final int LONG = 2;
        private static final int COMMAND = 4;

        private final Socket socket;
        private final DataInputStream in;

        RawDealer(String endpoint) throws IOException {
            socket = new Socket(
                    InetAddress.getLoopbackAddress(), URI.create(endpoint).getPort());
            socket.setSoTimeout((int) LONG_ENOUGH.toMillis());
            in = new DataInputStream(socket.getInputStream());
            byte[] greeting = new byte[64];
            greeting[0] = (byte) 0xff;
            greeting[9] = 0x7f;
            greeting[10] = 3;
            System.arraycopy("NULL".getBytes(US_ASCII), 0, greeting, 12, 4);
            socket.getOutputStream().write(greeting);
            in.readNBytes(greeting.length);
            write(COMMAND, "\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(US_ASCII));
        }

        void signal(WorkerSignal signal) throws IOException {
            send(new Frames().add(WireCodec.encode(signal)));
        }

        Frames takeRequest() throws IOException {
            Frames request = receive();
            signal(new WorkerSignal.Register(ID, 4, "here", 1, List.of(METHOD), "0", 250_000));
            claim(request);
            return request;
        }

        private void claim(Frames request) throws IOException {
            long token = Token.fromFrame(request.get(0));
            signal(new WorkerSignal.Heartbeat(ID, 4, 1, TokenList.of(token), token, "", 0));
        }

        void answer(Frames request, String text) throws Exception {
            int payloadAt = request.delimiterIndex() + 1;
            long requestId =
                    WireCodec.decodeRequest(request, payloadAt).header().requestId();
            Frames reply = new Frames().addAll(request.slice(0, payloadAt), 0, payloadAt);
            WireCodec.encode(
                    ReplyHeader.outcome(requestId, StatusCode.OK, "", Executed.YES, 1, 2, ID),
                    Payload.utf8(text),
                    reply);
            send(reply);
        }

        void send(Frames frames) throws IOException {
            for (int i = 0; i < frames.count(); i++) {
                write(i < frames.count() - 1 ? MORE : 0, frames.get(i));
            }
        }

        private void write(int flags, byte[] body) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            assertThat(body.length).isLessThan(256);
            frame.write(flags);
            frame.write(body.length);
            frame.write(body);
            socket.getOutputStream().write(frame.toByteArray());
        }

        Frames receive() throws IOException {
            Frames frames = new Frames();
            int flags;
            do {
                flags = in.readUnsignedByte();
                int length = (flags & LONG) == 0 ? in.readUnsignedByte() : (int) in.readLong();
                byte[] body = in.readNBytes(length);
                if ((flags & COMMAND) == 0) {
                    frames.add(body);
                }
            } while ((flags & (MORE | COMMAND)) != 0);
            return frames;
        }

        /** Returns when the broker's side has heard of it. */
        void end() throws IOException {
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
