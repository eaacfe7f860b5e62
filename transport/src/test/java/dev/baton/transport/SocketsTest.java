package dev.baton.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.wire.Frames;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] NO_HELLO = new byte[0];

    private final Sockets sockets = Sockets.open("test", 1, death -> {});
    private final Frames got = new Frames();

    @AfterEach
    void close() {
        sockets.close();
    }

    @Test
    void shouldMoveAMessageOfSeveralFramesThereAndBack() {
        try (MessageSocket router = router();
                MessageSocket dealer = dealer(router, NO_HELLO)) {
            send(dealer, Frames.of(bytes(""), bytes("a"), bytes("b")));

            receive(router);
            assertThat(got.count()).isEqualTo(4);
            assertThat(got.delimiterIndex()).isEqualTo(1);
            assertThat(new String(got.get(3), UTF_8)).isEqualTo("b");

            byte[] identity = got.get(0);
            assertThat(router.send(Frames.of(identity, bytes(""), bytes("reply"))))
                    .isEqualTo(SendResult.SENT);
            receive(dealer);
            assertThat(new String(got.get(1), UTF_8)).isEqualTo("reply");
        }
    }

    @Test
    void shouldSayThatAPeerIsUnreachable() {
        try (MessageSocket router = router()) {
            assertThat(router.send(Frames.of(bytes("nobody"), bytes(""), bytes("x"))))
                    .isEqualTo(SendResult.UNREACHABLE);
        }
    }

    @Test
    void shouldNotTakeAMessageWhileNobodyIsConnected() {
        try (MessageSocket dealer = sockets.connectDealer(
                "tcp://127.0.0.1:1", NO_HELLO, SocketSettings.DEFAULTS, ConnectionListener.NONE)) {
            assertThat(dealer.send(Frames.of(bytes("x")))).isEqualTo(SendResult.WOULD_BLOCK);
        }
    }

    @Test
    void shouldTellTheRouterThatAPeerHasGone() {
        try (MessageSocket router = router()) {
            MessageSocket dealer = dealer(router, NO_HELLO);
            send(dealer, Frames.of(bytes("x")));
            receive(router);
            byte[] identity = got.get(0);

            dealer.close();

            receive(router);
            assertThat(got.get(0)).isEqualTo(identity);
            assertThat(Sockets.isPeerGone(got.get(1))).isTrue();
        }
    }

    /** Connections share the buffers that they are read and written by, unless something in them has to wait. */
    @Test
    void shouldKeepApartWhatComesAndGoesOverManyConnectionsOfWhichSomeMustWait() {
        SocketSettings tight = SocketSettings.DEFAULTS.withHighWaterMark(3);
        int peers = 6;
        int messages = 200;
        try (MessageSocket router = sockets.bindRouter("tcp://127.0.0.1:*", tight, ConnectionListener.NONE)) {
            List<MessageSocket> dealers = new ArrayList<>();
            for (int i = 0; i < peers; i++) {
                dealers.add(sockets.connectDealer(router.endpoint(), NO_HELLO, tight, ConnectionListener.NONE));
            }
            int[] sent = new int[peers];
            int[] returned = new int[peers];
            Deque<Frames> back = new ArrayDeque<>();
            await().atMost(LONG).pollInterval(Duration.ofNanos(1)).until(() -> {
                for (int peer = 0; peer < peers; peer++) {
                    if (sent[peer] < messages
                            && dealers.get(peer).send(Frames.of(pattern(peer, sent[peer]))) == SendResult.SENT) {
                        sent[peer]++;
                    }
                }
                while (back.size() < 20 && router.receive(got)) {
                    back.add(Frames.of(got.get(0), got.get(1)));
                }
                for (int i = back.size(); i > 0; i--) {
                    Frames message = back.remove();
                    if (router.send(message) != SendResult.SENT) {
                        back.addFirst(message);
                        break;
                    }
                }
                // Nobody reads while the router can write, so that connections fill up.
                for (int peer = 0; peer < peers && (back.size() == 20 || sent[peer] == messages); peer++) {
                    if (dealers.get(peer).receive(got)) {
                        assertThat(got.get(0)).isEqualTo(pattern(peer, returned[peer]++));
                    }
                }
                return Arrays.stream(returned).allMatch(count -> count == messages);
            });
            dealers.forEach(MessageSocket::close);
        }
    }

    private static byte[] pattern(int peer, int number) {
        Random random = new Random(peer * 1_000L + number);
        byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 600_000 : 6_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** JeroMQ's own I/O thread loses the timer that the first answer cancelled. */
    @Test
    void shouldNoticeAPeerThatFallsSilentAfterItHasAnsweredPings() throws Exception {
        SocketSettings impatient =
                SocketSettings.DEFAULTS.withHeartbeat(Duration.ofMillis(50), Duration.ofMillis(1_500));
        try (MessageSocket router = sockets.bindRouter("tcp://127.0.0.1:*", impatient, ConnectionListener.NONE);
                RawDealer peer = RawDealer.connect(router.endpoint())) {
            for (int i = 0; i < 5; i++) {
                peer.answerPing();
            }

            receive(router);

            assertThat(Sockets.isPeerGone(got.get(1))).isTrue();
        }
    }

    @Test
    void shouldTellTheDealersSideOfALostConnectionAndGreetTheNextRouter() {
        MessageSocket first = router();
        String endpoint = first.endpoint();
        ConnectionGenerations connection = new ConnectionGenerations(() -> {});
        try (MessageSocket dealer =
                sockets.connectDealer(endpoint, bytes("hello"), SocketSettings.DEFAULTS, connection)) {
            receive(first);
            assertThat(new String(got.get(1), UTF_8)).isEqualTo("hello");
            assertThat(connection.current()).isEqualTo(1);
            assertThat(connection.isConnected()).isTrue();

            first.close();
            await().atMost(LONG).until(() -> connection.lost() == 1);

            try (MessageSocket second = rebind(endpoint)) {
                receive(second);
                assertThat(new String(got.get(1), UTF_8)).isEqualTo("hello");
                assertThat(connection.current()).isGreaterThan(1);
            }
        }
    }

    @Test
    void shouldNameThePeersAddressAsTheListenerDoes() {
        AtomicReference<String> connected = new AtomicReference<>("");
        AtomicReference<String> disconnected = new AtomicReference<>("");
        ConnectionListener listener = new ConnectionListener() {
            @Override
            public void onConnected(String peerAddress) {
                connected.set(peerAddress);
            }

            @Override
            public void onDisconnected(String peerAddress) {
                disconnected.set(peerAddress);
            }
        };
        try (MessageSocket backend = sockets.bindDealer("tcp://127.0.0.1:*", SocketSettings.DEFAULTS, listener)) {
            MessageSocket worker = dealer(backend, bytes("register"));
            receive(backend);
            String address = backend.lastPeerAddress();
            assertThat(address).startsWith("127.0.0.1:").isEqualTo(connected.get());

            worker.close();

            await().atMost(LONG).until(() -> disconnected.get().equals(address));
        }
    }

    @Test
    void shouldThrowAwayAMessageOfTooManyFramesAndGoOn() {
        try (MessageSocket router = router();
                MessageSocket dealer = dealer(router, NO_HELLO)) {
            Frames many = new Frames();
            for (int i = 0; i < SocketSettings.DEFAULTS.maxFrames(); i++) {
                many.add(bytes("x"));
            }
            send(dealer, many);
            send(dealer, Frames.of(bytes("good")));

            receive(router);

            assertThat(new String(got.get(1), UTF_8)).isEqualTo("good");
            assertThat(router.oversizedMessages()).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseATakenPortInOneLine() {
        try (MessageSocket router = router()) {
            assertThatThrownBy(() -> bind(router.endpoint()).close())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(router.endpoint())
                    .hasMessageContaining("port is taken");
        }
    }

    @Test
    void shouldRefuseAnEndpointThatIsNotTcp() {
        assertThatThrownBy(() -> sockets.bindRouter("ipc://x", SocketSettings.DEFAULTS, ConnectionListener.NONE))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("tcp://host:port");
    }

    /** JeroMQ 0.6.0 forgets to greet in one of twenty connections; here nothing else would ever end such a greeting. */
    @Test
    void shouldConnectEveryTime() {
        for (int i = 0; i < 150; i++) {
            try (MessageSocket bound =
                            sockets.bindDealer("tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE);
                    Sockets patient = Sockets.open("patient", 1, death -> {}, Duration.ofHours(1));
                    MessageSocket connecting = patient.connectDealer(
                            bound.endpoint(), NO_HELLO, SocketSettings.DEFAULTS, ConnectionListener.NONE)) {
                send(bound, Frames.of(bytes("x")));
                receive(connecting);
            }
        }
    }

    @Test
    void shouldWakeAThreadThatWaits() throws Exception {
        try (WakeUp wakeUp = new WakeUp();
                MessageSocket router = router();
                SocketPoll poll = sockets.poll(wakeUp, router)) {
            CountDownLatch asleep = new CountDownLatch(1);
            Thread sleeper = new Thread(() -> {
                wakeUp.aboutToSleep();
                asleep.countDown();
                poll.await(Duration.ofMinutes(5).toNanos());
                wakeUp.awake();
            });
            sleeper.start();
            asleep.await();

            wakeUp.wakeUp();

            sleeper.join(LONG.toMillis());
            assertThat(sleeper.isAlive()).isFalse();
        }
    }

    private MessageSocket router() {
        return sockets.bindRouter("tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE);
    }

    private MessageSocket bind(String endpoint) {
        return sockets.bindRouter(endpoint, SocketSettings.DEFAULTS, ConnectionListener.NONE);
    }

    /** The port of a closed socket is free a moment later: JeroMQ closes in the background. */
    private MessageSocket rebind(String endpoint) {
        return await().atMost(LONG).ignoreException(BindException.class).until(() -> bind(endpoint), bound -> true);
    }

    private MessageSocket dealer(MessageSocket peer, byte[] hello) {
        return sockets.connectDealer(peer.endpoint(), hello, SocketSettings.DEFAULTS, ConnectionListener.NONE);
    }

    private static void send(MessageSocket socket, Frames message) {
        await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> socket.send(message) == SendResult.SENT);
    }

    private void receive(MessageSocket socket) {
        await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> socket.receive(got));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
