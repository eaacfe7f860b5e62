package dev.baton.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.broker.observe.DropReason;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.CallOptions;
import dev.baton.client.ReplyStream;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.Idempotency;
import dev.baton.wire.MalformedMessageException;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.Reply;
import dev.baton.wire.ReplyHeader;
import dev.baton.wire.ReplyKind;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.StatusCode;
import dev.baton.wire.StreamCredit;
import dev.baton.wire.WireCodec;
import dev.baton.wire.WorkerSignal;
import dev.baton.worker.BatonWorker;
import dev.baton.worker.ReplySink;
import dev.baton.worker.RequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Clients and workers that do not keep to the rules of streams, and peers that know nothing of them. */
@Timeout(300)
class StreamGarbageIT {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String COUNT = "it.Streams/Count";
    private static final String ECHO = "it.Streams/Echo";
    private static final String RAW_WORKER = "raw-1";
    private static final long ID = 77;
    private static final int REPLIES_KEPT = 10;

    private final Map<Object, Integer> counted = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<CountDownLatch> holdUp = new AtomicReference<>();
    private final AtomicReference<Throwable> stopped = new AtomicReference<>();
    private final ZContext context = contextThatGreets();
    private final Broker broker = startBroker();
    private final BatonClient honest = BatonClient.connect(broker.frontendEndpoint());
    private BatonWorker worker;

    /** See {@link PlainPeersIT}. */
    private static ZContext contextThatGreets() {
        ZContext context = new ZContext();
        ZMQ.Socket knocking = context.createSocket(SocketType.PAIR);
        knocking.setReconnectIVL(20);
        knocking.connect("tcp://127.0.0.1:1");
        return context;
    }

    private Broker startBroker() {
        BrokerObserver counting = new BrokerObserver() {
            @Override
            public void onDropped(DropReason reason) {
                counted.merge(reason, 1, Integer::sum);
            }

            @Override
            public void onPartial() {
                CountDownLatch until = holdUp.get();
                if (until != null) {
                    try {
                        until.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }

            @Override
            public void onEnded(String service, StatusCode status, long nanos) {
                counted.merge(status, 1, Integer::sum);
            }

            @Override
            public void onLoopError(Throwable error) {
                counted.merge("bug", 1, Integer::sum);
            }
        };
        BrokerConfig config = BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*")
                .withClientLimits(1000, 1 << 24, REPLIES_KEPT, 200_000);
        return Broker.start(config, counting);
    }

    private void startWorker() throws InterruptedException {
        worker = BatonWorker.builder()
                .broker(broker.backendEndpoint("default"))
                .capacity(2)
                .handle(ECHO, (context, payload) -> payload)
                .handleStream(COUNT, this::count)
                .handleForeign(COUNT)
                .start();
        assertThat(worker.awaitConnected(LONG_ENOUGH)).isTrue();
    }

    private void count(RequestContext context, Payload payload, ReplySink<Payload> replies) {
        String[] countAndBytes = payload.toUtf8().split(" ", 2);
        Payload reply = Payload.wrap(new byte[Integer.parseInt(countAndBytes[1])]);
        try {
            for (int i = 0; i < Integer.parseInt(countAndBytes[0]); i++) {
                replies.send(reply);
                sent.incrementAndGet();
            }
        } catch (CancellationException e) {
            stopped.set(e);
            throw e;
        }
    }

    @AfterEach
    void stop() {
        honest.close();
        if (worker != null) {
            worker.close();
        }
        context.close();
        broker.close();
        assertThat(counted).doesNotContainKey("bug");
    }

    // ---- clients

    @Test
    void shouldPassOverCreditThatMeansNothing() throws Exception {
        startWorker();
        ZMQ.Socket client = connect(broker.frontendEndpoint());
        call(client, "10 5", new StreamCredit(2, 0));
        assertThat(sequences(client, 2)).containsExactly(1L, 2L);

        credit(client, ID, 1, 0);
        credit(client, ID, 2, 0);
        credit(client, ID, 2, 0);
        credit(client, ID, 0, 1);
        credit(client, ID + 1, Long.MAX_VALUE, 0);
        credit(client, 0, Long.MAX_VALUE, 0);
        credit(client, ID, 3, Long.MAX_VALUE);
        credit(client, ID, 3, 0);
        assertThat(sequences(client, 1)).containsExactly(3L);
        await().untilAsserted(() -> assertThat(sent.get()).isEqualTo(3)); // counted once it is sent

        credit(client, ID, Long.MAX_VALUE, 0);
        credit(client, ID, 4, 0);
        assertThat(sequences(client, 7)).endsWith(10L);
        Reply end = receive(client);
        assertThat(end.header().sequence()).isEqualTo(11);
        credit(client, ID, Long.MAX_VALUE, 0);
        assertHonestIsServed();
    }

    @Test
    void shouldTakeANegativeCreditForAHugeOne() throws Exception {
        startWorker();
        ZMQ.Socket client = connect(broker.frontendEndpoint());
        call(client, "100 5", new StreamCredit(2, 10));
        sequences(client, 2);

        Frames credit = new Frames();
        WireCodec.encode(RequestHeader.credit(ID, new StreamCredit(1, 0)), Payload.empty(), credit);
        byte[] header = credit.get(0);
        byte[] minusOne = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        byte[] negative = new byte[header.length + 22];
        System.arraycopy(header, 0, negative, 0, header.length);
        negative[header.length] = 13 << 3;
        System.arraycopy(minusOne, 0, negative, header.length + 1, minusOne.length);
        negative[header.length + 11] = 14 << 3;
        System.arraycopy(minusOne, 0, negative, header.length + 12, minusOne.length);
        client.sendMore("");
        client.send(negative);

        assertThat(sequences(client, 98)).endsWith(100L);
        assertThat(receive(client).header().sequence()).isEqualTo(101);
    }

    @Test
    void shouldSurviveRandomCredit() throws Exception {
        startWorker();
        Random random = new Random(3);
        ZMQ.Socket client = connect(broker.frontendEndpoint());
        for (int i = 0; i < 2000; i++) {
            credit(client, random.nextInt(5), random.nextLong() >>> random.nextInt(1, 63), random.nextLong() >>> 1);
        }
        assertHonestIsServed();
        try (ReplyStream<Payload> stream = honest.stream(
                COUNT, Payload.utf8("50 5"), CallOptions.deadline(LONG_ENOUGH).streamWindow(4))) {
            for (int i = 0; i < 50; i++) {
                stream.next();
            }
            assertThat(stream.hasNext()).isFalse();
        }
    }

    /** What it grants is the worker's memory, where the broker does not come to read. */
    @Test
    void shouldNotLetAClientFillTheMemoryOfAWorker() throws Exception {
        startWorker();
        ZMQ.Socket client = connect(broker.frontendEndpoint());
        holdUp.set(new CountDownLatch(1));
        try {
            call(client, "1000 10", new StreamCredit(Long.MAX_VALUE, 0));
            await().atMost(LONG_ENOUGH).until(() -> sent.get() == REPLIES_KEPT);

            await().during(Duration.ofMillis(300)).atMost(LONG_ENOUGH).until(() -> sent.get() == REPLIES_KEPT);
        } finally {
            Objects.requireNonNull(holdUp.getAndSet(null)).countDown();
        }

        assertThat(sequences(client, 1000)).endsWith(1000L);
    }

    @Test
    void shouldCutOffAClientThatDoesNotReadWhatItHasGranted() throws Exception {
        startWorker();
        ZMQ.Socket client = context.createSocket(SocketType.DEALER);
        client.setRcvHWM(1);
        client.setReceiveTimeOut((int) LONG_ENOUGH.toMillis());
        client.connect(broker.frontendEndpoint());
        // More than all the buffers on the way hold, and no more than this JVM, should the broker be slow.
        call(client, "1000000 16000", new StreamCredit(5_000, 0));

        await().atMost(LONG_ENOUGH.multipliedBy(3)).until(() -> stopped.get() != null);

        assertHonestIsServed();
        long expected = 0;
        Reply next = receive(client);
        while (next.header().kind() == ReplyKind.PARTIAL) {
            assertThat(next.header().sequence()).isEqualTo(++expected);
            next = receive(client);
        }
        assertThat(next.header().status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(next.header().executed()).isEqualTo(Executed.YES);
        assertThat(expected).isLessThan(sent.get());
    }

    @Test
    void shouldRefuseAPlainClient() throws Exception {
        startWorker();
        ZMQ.Socket req = context.createSocket(SocketType.REQ);
        req.setReceiveTimeOut((int) LONG_ENOUGH.toMillis());
        req.connect(broker.frontendEndpoint());

        req.send("10 5");

        assertThat(req.recvStr()).startsWith("ERROR UNIMPLEMENTED").contains("stream");
    }

    // ---- workers

    @Test
    void shouldEndAStreamOfWhichTheWorkerLeavesOutAReply() throws Exception {
        Frames request = streamFromRawWorker(8);
        partial(request, 1);
        partial(request, 3);

        CallException failure = failureAfter(1);
        assertThat(failure.status()).isEqualTo(StatusCode.DATA_LOSS);
        assertThat(failure.executed()).isEqualTo(Executed.YES);
    }

    @Test
    void shouldEndAStreamWhoseWorkerSendsMoreThanWasGranted() throws Exception {
        Frames request = streamFromRawWorker(2);
        partial(request, 1);
        partial(request, 2);
        partial(request, 3);
        // Before the client has taken anything, and so has granted more.
        await().atMost(LONG_ENOUGH).until(() -> counted.containsKey(StatusCode.INTERNAL));

        assertThat(failureAfter(2).status()).isEqualTo(StatusCode.INTERNAL);
    }

    @Test
    void shouldDropWhatAWorkerSendsTwiceOrAfterTheEnd() throws Exception {
        Frames request = streamFromRawWorker(8);
        partial(request, 1);
        partial(request, 1);
        partial(request, 0);
        partial(request, 2);
        end(request, 3);
        partial(request, 3);
        end(request, 3);

        assertThat(stream.join().next()).isNotNull();
        assertThat(stream.join().next()).isNotNull();
        assertThat(stream.join().hasNext()).isFalse();
        await().atMost(LONG_ENOUGH).until(() -> counted.getOrDefault(DropReason.UNKNOWN_TOKEN, 0) == 2);
        assertThat(counted).containsEntry(DropReason.UNEXPECTED_PARTIAL, 2);
    }

    @Test
    void shouldDropPartialRepliesToACallThatWantsOne() throws Exception {
        rawWorker = registeredWorker();
        CompletableFuture<Payload> once = honest.callAsync(ECHO, Payload.utf8("x"), CallOptions.deadline(LONG_ENOUGH));
        Frames request = receiveFrames(rawWorker);
        partial(request, 1);
        end(request, 0);

        assertThat(once.get()).isEqualTo(Payload.empty());
        assertThat(counted).containsEntry(DropReason.UNEXPECTED_PARTIAL, 1);
    }

    @Test
    void shouldTakeThePayloadOfAPlainWorkerForTheOnlyReply() throws Exception {
        ZMQ.Socket rep = context.createSocket(SocketType.REP);
        rep.setReceiveTimeOut((int) LONG_ENOUGH.toMillis());
        rep.connect(broker.backendEndpoint("default"));
        stream = openStream(8);
        while (rep.recv() != null && rep.hasReceiveMore()) {
            // the header and perhaps the payload
        }
        rep.send("all in one");

        assertThat(stream.join().next().toUtf8()).isEqualTo("all in one");
        assertThat(stream.join().hasNext()).isFalse();
    }

    private ZMQ.Socket rawWorker;
    private CompletableFuture<ReplyStream<Payload>> stream;

    private Frames streamFromRawWorker(int window) throws Exception {
        rawWorker = registeredWorker();
        stream = openStream(window);
        return receiveFrames(rawWorker);
    }

    private CompletableFuture<ReplyStream<Payload>> openStream(int window) {
        return CompletableFuture.completedFuture(honest.stream(
                COUNT, Payload.utf8("1 1"), CallOptions.deadline(LONG_ENOUGH).streamWindow(window)));
    }

    private ZMQ.Socket registeredWorker() {
        ZMQ.Socket socket = connect(broker.backendEndpoint("default"));
        socket.send(
                WireCodec.encode(new WorkerSignal.Register(RAW_WORKER, 4, "here", 1, List.of(COUNT), "0", 250_000)));
        await().atMost(LONG_ENOUGH)
                .until(() -> broker.snapshot().pools().get(0).workers().size() == 1);
        return socket;
    }

    private CallException failureAfter(int replies) {
        for (int i = 0; i < replies; i++) {
            stream.join().next();
        }
        return catchThrowableOfType(CallException.class, () -> stream.join().next());
    }

    private void partial(Frames request, long sequence) throws MalformedMessageException {
        answer(request, ReplyHeader.partial(requestId(request), sequence, RAW_WORKER));
    }

    private void end(Frames request, long sequence) throws MalformedMessageException {
        answer(
                request,
                ReplyHeader.outcome(requestId(request), StatusCode.OK, "", Executed.YES, 1, 2, RAW_WORKER)
                        .ofStream(sequence));
    }

    private static long requestId(Frames request) throws MalformedMessageException {
        return WireCodec.decodeRequest(request, request.delimiterIndex() + 1)
                .header()
                .requestId();
    }

    private void answer(Frames request, ReplyHeader header) {
        Frames reply =
                new Frames().addAll(request.slice(0, request.delimiterIndex() + 1), 0, request.delimiterIndex() + 1);
        WireCodec.encode(header, Payload.empty(), reply);
        send(rawWorker, reply);
    }

    // ---- raw sockets

    private ZMQ.Socket connect(String endpoint) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setReceiveTimeOut((int) LONG_ENOUGH.toMillis());
        socket.connect(endpoint);
        return socket;
    }

    private static void call(ZMQ.Socket client, String payload, StreamCredit window) {
        RequestHeader header = RequestHeader.call(
                        ID, COUNT, LONG_ENOUGH.toNanos() / 1000, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of())
                .streamed(window);
        Frames frames = new Frames().add(Frames.DELIMITER);
        WireCodec.encode(header, Payload.utf8(payload), frames);
        send(client, frames);
    }

    private static void credit(ZMQ.Socket client, long id, long replies, long bytes) {
        Frames frames = new Frames().add(Frames.DELIMITER);
        WireCodec.encode(RequestHeader.credit(id, new StreamCredit(replies, bytes)), Payload.empty(), frames);
        send(client, frames);
    }

    private static void send(ZMQ.Socket socket, Frames frames) {
        for (int i = 0; i < frames.count(); i++) {
            socket.send(frames.get(i), i < frames.count() - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    private static Frames receiveFrames(ZMQ.Socket socket) {
        Frames frames = new Frames();
        do {
            byte[] frame = socket.recv();
            assertThat(frame).as("a message in time").isNotNull();
            frames.add(frame);
        } while (socket.hasReceiveMore());
        return frames;
    }

    private static Reply receive(ZMQ.Socket client) throws MalformedMessageException {
        return WireCodec.decodeReply(receiveFrames(client), 1);
    }

    private static List<Long> sequences(ZMQ.Socket client, int count) throws MalformedMessageException {
        List<Long> sequences = new java.util.ArrayList<>();
        for (int i = 0; i < count; i++) {
            Reply reply = receive(client);
            assertThat(reply.header().kind()).isEqualTo(ReplyKind.PARTIAL);
            sequences.add(reply.header().sequence());
        }
        return sequences;
    }

    private void assertHonestIsServed() {
        assertThat(honest.call(ECHO, Payload.utf8("x"), CallOptions.deadline(LONG_ENOUGH))
                        .toUtf8())
                .isEqualTo("x");
    }
}
