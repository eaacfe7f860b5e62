package dev.baton.it.security;

import static dev.baton.it.security.GuardedBroker.BRIEF;
import static dev.baton.it.security.GuardedBroker.LONG_ENOUGH;
import static dev.baton.it.security.GuardedBroker.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.access.Access;
import dev.baton.broker.observe.BrokerObserver;
import dev.baton.client.BatonClient;
import dev.baton.client.CallException;
import dev.baton.client.RetryPolicy;
import dev.baton.transport.ConnectionListener;
import dev.baton.transport.CurveKeyPair;
import dev.baton.transport.CurveSecurity;
import dev.baton.transport.MessageSocket;
import dev.baton.transport.SocketSettings;
import dev.baton.transport.Sockets;
import dev.baton.wire.Executed;
import dev.baton.wire.Frames;
import dev.baton.wire.Idempotency;
import dev.baton.wire.Payload;
import dev.baton.wire.Priority;
import dev.baton.wire.RequestHeader;
import dev.baton.wire.StatusCode;
import dev.baton.wire.WireCodec;
import dev.baton.worker.BatonWorker;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who belongs here is served, whatever those do who do not. */
class GuardedBrokerIT {
    private static final byte[] NO_HELLO = {};
    /** Who is refused does not come again while a test lasts. */
    private static final SocketSettings ONCE =
            SocketSettings.DEFAULTS.withReconnect(Duration.ofMinutes(5), Duration.ofMinutes(5));

    @TempDir
    Path directory;

    private GuardedBroker broker;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        Logger logger = (Logger) LoggerFactory.getLogger(Access.class);
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        broker = new GuardedBroker(directory)
                .know("web", "client: ['*']")
                .know("shop", "client: [it.Other]")
                .know("echo", "worker: ['*']")
                .know("other", "worker: [it.Other]");
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        Logger logger = (Logger) LoggerFactory.getLogger(Access.class);
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    private List<String> refusals() {
        return new ArrayList<>(log.list)
                .stream()
                        .map(ILoggingEvent::getFormattedMessage)
                        .filter(line -> line.startsWith("refused") || line.startsWith("ended"))
                        .toList();
    }

    private long lines(String part) {
        return new ArrayList<>(log.list)
                .stream()
                        .filter(line -> line.getFormattedMessage().contains(part))
                        .count();
    }

    private void awaitRefusals(int count) {
        await().atMost(LONG_ENOUGH).until(() -> refusals().size() >= count);
    }

    // ---- who belongs here

    @Test
    void shouldServeWhoHasAKeyAndTellTheHandlerHisName() {
        broker.start();
        broker.worker("echo");
        BatonClient client = broker.client("web");

        assertThat(client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT)
                        .toUtf8())
                .isEqualTo("hello");
        assertThat(client.call("it.Service/Who", Payload.empty(), PATIENT).toUtf8())
                .isEqualTo("web");
        assertThat(refusals()).isEmpty();
    }

    @Test
    void shouldWriteOverTheNameThatAClientGivesItself() throws Exception {
        broker.start();
        broker.worker("echo");

        SocketSettings settings = SocketSettings.DEFAULTS.withCurve(broker.keysOf("web"));
        assertThat(whoAmI(broker.frontend(), settings, "operator")).isEqualTo("web");
    }

    @Test
    void shouldStrikeOutTheNameThatAClientGivesItselfWhereNobodyIsAskedForKeys() {
        Broker open = broker.closeLater(
                Broker.start(BrokerConfig.of("tcp://127.0.0.1:*", "tcp://127.0.0.1:*"), BrokerObserver.NONE));
        broker.closeLater(BatonWorker.builder()
                .broker(open.backendEndpoint("default"))
                .handle("it.Service/Who", (context, request) -> Payload.utf8("'" + context.caller() + "'"))
                .start());

        assertThat(whoAmI(open.frontendEndpoint(), SocketSettings.DEFAULTS, "operator"))
                .isEqualTo("''");
    }

    private String whoAmI(String frontend, SocketSettings settings, String pretended) {
        Sockets sockets = broker.closeLater(Sockets.open("raw", 1, death -> {}));
        MessageSocket socket =
                broker.closeLater(sockets.connectDealer(frontend, NO_HELLO, settings, ConnectionListener.NONE));
        RequestHeader call = RequestHeader.call(
                7, "it.Service/Who", 60_000_000, Idempotency.UNKNOWN, false, Priority.NORMAL, Map.of());
        Frames message = new Frames();
        message.add(Frames.DELIMITER);
        WireCodec.encode(call, Payload.empty(), message);
        byte[] forged = WireCodec.amendCaller(message.get(1), WireCodec.callerField(pretended));
        Frames request = Frames.of(new byte[][] {Frames.DELIMITER, forged});
        await().atMost(LONG_ENOUGH).until(() -> socket.send(request) == dev.baton.transport.SendResult.SENT);
        Frames reply = new Frames();
        await().atMost(LONG_ENOUGH).until(() -> socket.receive(reply));
        try {
            return WireCodec.decodeReply(reply, reply.delimiterIndex() + 1)
                    .payload()
                    .toUtf8();
        } catch (dev.baton.wire.MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseACallThatTheKeyDoesNotAllow() {
        broker.start();
        broker.worker("echo");
        BatonClient client = broker.client("shop");

        CallException refusal = catchThrowableOfType(
                CallException.class, () -> client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT));

        assertThat(refusal.status()).isEqualTo(StatusCode.PERMISSION_DENIED);
        assertThat(refusal.executed()).isEqualTo(Executed.NO);
        assertThat(refusal).hasMessageContaining("shop may not call it.Service");
    }

    @Test
    void shouldServeThroughABrokerThatConnectsToTheNextOneWithItsOwnKey(@TempDir Path besides) throws Exception {
        GuardedBroker first = broker.closeLater(new GuardedBroker(besides)).know("web", "client: ['*']");
        broker.know("first", first.publicKey(), "client: [it.Service]").start();
        broker.worker("echo");
        first.start(
                "pools.next.services",
                "it.Service",
                "pools.next.backend",
                broker.frontend(),
                "pools.next.backend-mode",
                "connect",
                "pools.next.next-broker-key",
                broker.publicKey().toString());
        BatonClient client = first.client("web");

        assertThat(client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT)
                        .toUtf8())
                .isEqualTo("hello");
        assertThat(client.call("it.Service/Who", Payload.empty(), PATIENT).toUtf8())
                .isEqualTo("first");
        assertThat(refusals()).isEmpty();
    }

    @Test
    void shouldCountTheRequestsOfAllConnectionsOfANameTogether() {
        broker.start("limits.requests-per-second-per-client", "1");
        broker.worker("echo");
        List<BatonClient> clients =
                Stream.generate(() -> broker.client("web")).limit(10).toList();
        await().atMost(LONG_ENOUGH).until(() -> clients.stream().allMatch(BatonClient::isConnected));

        CallException refusal = catchThrowableOfType(
                CallException.class,
                () -> clients.forEach(client ->
                        client.call("it.Service/Echo", Payload.empty(), PATIENT.retryPolicy(RetryPolicy.none()))));

        assertThat(refusal.status()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(refusal).hasMessageContaining("at most 1 a second");
    }

    // ---- who does not

    /** Each is refused once, in one line of the log, and is told nothing; those who work do not notice. */
    @Test
    void shouldNotServeOutsidersWhileALoadGoesOnBesideThem() throws Exception {
        broker.know("gone", "client: ['*']").start();
        broker.worker("echo");
        BatonClient client = broker.client("web");
        client.call("it.Service/Echo", Payload.utf8("first"), PATIENT);
        List<MessageSocket> outsiders = new ArrayList<>();
        outsiders.add(outsider(broker.frontend(), keysOf("gone")));
        await().atMost(LONG_ENOUGH).until(() -> lines("gone came in at frontend") == 1);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> load = load(client, 1000, enough);

        // no CURVE at all, and a port scan, at both sides
        outsiders.add(outsider(broker.frontend(), ONCE));
        outsiders.add(outsider(broker.backend(), ONCE));
        scan(broker.frontend());
        scan(broker.backend());
        // another broker's key
        CurveSecurity wrongBroker = new CurveSecurity(
                broker.keysOf("web").own(), CurveKeyPair.generate().publicKey());
        outsiders.add(outsider(broker.frontend(), ONCE.withCurve(wrongBroker)));
        // a key that nobody knows
        outsiders.add(outsider(broker.frontend(), keysOf("nobody")));
        outsiders.add(outsider(broker.backend(), keysOf("nobody")));
        // a client at the backend, a worker for another service, and a worker at the frontend
        outsiders.add(outsider(broker.backend(), keysOf("web")));
        outsiders.add(outsider(broker.backend(), keysOf("other")));
        outsiders.add(outsider(broker.frontend(), keysOf("echo")));
        // a key that was good
        broker.forget("gone");

        await().atMost(LONG_ENOUGH).until(() -> refusals().size() >= 11);
        await().atMost(LONG_ENOUGH).until(() -> lines("ended at frontend") == 1);
        enough.set(true);
        assertThat(load.join()).isGreaterThanOrEqualTo(1000);
        assertThat(refusals()).hasSize(11);
        assertThat(lines("it proved nothing")).isEqualTo(5);
        assertThat(lines("its key is in no list")).isEqualTo(2);
        assertThat(lines("web is not one for whom this is")).isEqualTo(1);
        assertThat(lines("other may not serve all of [*]")).isEqualTo(1);
        assertThat(lines("echo is not one for whom this is")).isEqualTo(1);
        assertThat(outsiders).noneMatch(outsider -> outsider.receive(new Frames()));
        assertThat(broker.workers(0)).isEqualTo(1);
    }

    private SocketSettings keysOf(String name) {
        return ONCE.withCurve(broker.keysOf(name));
    }

    /** Calls, so many at least, until it is enough; tells how many. */
    private static CompletableFuture<Integer> load(BatonClient client, int least, AtomicBoolean enough) {
        return CompletableFuture.supplyAsync(() -> {
            int calls = 0;
            while (calls < least || !enough.get()) {
                String text = "call " + calls++;
                assertThat(client.call("it.Service/Echo", Payload.utf8(text), PATIENT)
                                .toUtf8())
                        .isEqualTo(text);
            }
            return calls;
        });
    }

    @Test
    void shouldDealNothingToAWorkerThatIsAClientByItsKey() {
        broker.start();
        AtomicInteger asked = new AtomicInteger();
        BatonWorker clientAtTheBackend = broker.worker(
                "web", BatonWorker.builder().broker(broker.backend()).handle("it.Service/Echo", (context, request) -> {
                    asked.incrementAndGet();
                    return Payload.utf8("stolen");
                }));
        awaitRefusals(1);
        broker.worker("echo");
        BatonClient client = broker.client("web");

        for (int i = 0; i < 100; i++) {
            client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT);
        }

        assertThat(asked).hasValue(0);
        assertThat(clientAtTheBackend.isConnected()).isFalse();
        assertThat(broker.workers(0)).isEqualTo(1);
    }

    /** Connects, and speaks if it can. */
    private MessageSocket outsider(String endpoint, SocketSettings settings) {
        Sockets sockets = broker.closeLater(Sockets.open("outsider", 1, death -> {}));
        MessageSocket socket =
                broker.closeLater(sockets.connectDealer(endpoint, NO_HELLO, settings, ConnectionListener.NONE));
        Frames request = Frames.of(new byte[][] {Frames.DELIMITER, {1, 2, 3}});
        socket.send(request);
        return socket;
    }

    /** Connects and says nothing. */
    private void scan(String endpoint) throws IOException {
        URI uri = URI.create(endpoint);
        Socket silent = broker.closeLater(new Socket(uri.getHost(), uri.getPort()));
        assertThat(silent.isConnected()).isTrue();
    }

    @Test
    void shouldNotLetAWorkerServeWhatItsKeyDoesNotAllow() throws Exception {
        broker.start(
                "pools.a.services",
                "it.Service",
                "pools.a.backend",
                "tcp://127.0.0.1:*",
                "pools.b.services",
                "it.Other",
                "pools.b.backend",
                "tcp://127.0.0.1:*");
        broker.worker(
                "other",
                BatonWorker.builder()
                        .broker(broker.backend("b"))
                        .handle("it.Other/Echo", (context, request) -> request));
        broker.worker(
                "other",
                BatonWorker.builder()
                        .broker(broker.backend("a"))
                        .handle("it.Service/Echo", (context, request) -> Payload.utf8("stolen")));
        BatonClient client = broker.client("web");

        assertThat(client.call("it.Other/Echo", Payload.utf8("mine"), PATIENT).toUtf8())
                .isEqualTo("mine");
        awaitRefusals(1);
        CallException failure = catchThrowableOfType(
                CallException.class, () -> client.call("it.Service/Echo", Payload.utf8("hello"), BRIEF));

        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(broker.workers(0)).isZero();
        assertThat(refusals().get(0)).contains("other may not serve all of [it.Service]");
    }

    // ---- who does not belong here any more

    @Test
    void shouldEndTheConnectionsOfARevokedKey() {
        broker.know("old", "worker: ['*']").know("left", "client: ['*']").start();
        broker.worker("echo");
        BatonWorker old = broker.worker("old");
        BatonClient left = broker.client("left");
        BatonClient client = broker.client("web");
        broker.awaitWorkers(2);
        left.call("it.Service/Echo", Payload.utf8("hello"), PATIENT);
        client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT);

        broker.forget("old");
        broker.forget("left");

        broker.awaitWorkers(1);
        await().atMost(LONG_ENOUGH).until(() -> !old.isConnected() && !left.isConnected());
        for (int i = 0; i < 100; i++) {
            client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT);
        }
        CallException failure = catchThrowableOfType(
                CallException.class, () -> left.call("it.Service/Echo", Payload.utf8("hello"), BRIEF));
        assertThat(failure.executed()).isEqualTo(Executed.NO);
        assertThat(String.join("\n", refusals()))
                .contains("ended at backend default")
                .contains("ended at frontend");
    }

    @Test
    void shouldEndTheConnectionOfARevokedWorkerThatNeverSaidAWord() throws Exception {
        broker.know("old", "worker: ['*']").start();
        outsider(broker.backend(), SocketSettings.DEFAULTS.withCurve(broker.keysOf("old")));
        broker.awaitWorkers(1);

        broker.forget("old");

        broker.awaitWorkers(0);
    }

    @Test
    void shouldLetInWhoIsNamedLater() {
        broker.start();
        broker.worker("echo");
        BatonClient late = broker.client(BatonClient.builder()
                .broker(broker.frontend())
                .curve(broker.keysOf("late"))
                .renewSocketAfter(Duration.ofMillis(200)));
        awaitRefusals(1);

        broker.know("late", "client: ['*']");

        assertThat(late.call("it.Service/Who", Payload.empty(), PATIENT).toUtf8())
                .isEqualTo("late");
    }

    @Test
    void shouldKeepTheKeysThatHoldWhenTheNewOnesCannotBeUsed() throws Exception {
        broker.start();
        broker.worker("echo");
        BatonClient client = broker.client("web");
        client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT);

        broker.know("broken", "client: [no/good]").forget("shop");

        for (int i = 0; i < 100; i++) {
            client.call("it.Service/Echo", Payload.utf8("hello"), PATIENT);
        }
    }

    // ---- nothing lost, nothing in another's place

    /** With a bounded receiving queue JeroMQ replaces messages by their ciphertext when it is full. */
    @Test
    void shouldNeitherLoseNorCorruptAMessageUnderFullQueues() {
        int requests = Integer.getInteger("curve.requests", 20_000);
        // A message that is lost is seen all the same, only later; a machine that stands still for a second is not
        // taken for a loss.
        broker.start("pool.lease", "20s", "pool.suspect-after", "10s", "pool.gone-after", "30s");
        broker.worker("echo");
        BatonClient client = broker.client("web");
        Random random = new Random(1);
        List<CompletableFuture<Payload>> replies = new ArrayList<>();
        List<byte[]> sent = new ArrayList<>();
        int done = 0;
        while (done < requests) {
            replies.clear();
            sent.clear();
            for (int i = 0; i < Math.min(5_000, requests); i++) {
                byte[] bytes = new byte[400];
                random.nextBytes(bytes);
                sent.add(bytes);
                replies.add(client.callAsync("it.Service/Echo", Payload.wrap(bytes.clone()), PATIENT));
            }
            for (int i = 0; i < replies.size(); i++) {
                assertThat(Arrays.equals(replies.get(i).join().toByteArray(), sent.get(i)))
                        .as("reply %s", done + i)
                        .isTrue();
            }
            done += replies.size();
        }
        assertThat(done).isGreaterThanOrEqualTo(requests);
    }
}
