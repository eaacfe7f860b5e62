package dev.baton.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.time.SystemNanoClock;
import dev.baton.wire.Frames;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What JeroMQ does with keys, held against what {@link Gate} makes of it. */
class GuardedSocketsTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final byte[] NO_HELLO = {};
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final CurveKeyPair server = CurveKeyPair.generate();
    private final CurveKeyPair friend = CurveKeyPair.generate();
    private final List<CurvePublicKey> known = new CopyOnWriteArrayList<>(List.of(friend.publicKey()));
    private final AtomicInteger strangers = new AtomicInteger();
    private final Doorman doorman = new Doorman() {
        @Override
        public boolean admits(String door, CurvePublicKey key) {
            return known.contains(key);
        }

        @Override
        public void onDecision(String door, Peer peer, boolean admitted) {}

        @Override
        public void onStranger(String door, String address) {
            strangers.incrementAndGet();
        }

        @Override
        public void onExpelled(String door, Peer peer) {}
    };
    private final Sockets guarded =
            Sockets.openGuarded("guarded", 1, death -> {}, server, doorman, Duration.ofSeconds(5));
    private final Sockets others = Sockets.open("others", 1, death -> {});
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        others.close();
        guarded.close();
    }

    private <T extends AutoCloseable> T closeLater(T socket) {
        open.add(socket);
        return socket;
    }

    private MessageSocket connect(MessageSocket to, CurveKeyPair own) {
        SocketSettings settings = SocketSettings.DEFAULTS.withCurve(new CurveSecurity(own, server.publicKey()));
        return closeLater(others.connectDealer(to.endpoint(), NO_HELLO, settings, ConnectionListener.NONE));
    }

    /** JeroMQ with a receiving queue of ten hands out ciphertext in place of a fifth of these. */
    @Test
    void shouldDeliverEveryMessageWholeHoweverFullTheQueuesAre() {
        int messages = Integer.getInteger("curve.messages", 3_000);
        SocketSettings tight = SocketSettings.DEFAULTS.withHighWaterMark(10);
        MessageSocket router =
                closeLater(guarded.bindRouter(ANY_PORT, "frontend", tight, ConnectionListener.NONE, gate()));
        MessageSocket dealer = connect(router, friend);
        Frames received = new Frames();
        for (int i = 0; i < messages; i++) {
            Frames message = Frames.of(new byte[][] {bytes(i)});
            soon(() -> dealer.send(message) == SendResult.SENT);
        }
        for (int i = 0; i < messages; i++) {
            soon(() -> router.receive(received));
            assertThat(received.get(1)).isEqualTo(bytes(i));
            assertThat(router.lastPeer()).isNotNull();
        }
    }

    /** Awaitility looks every 100 ms, which is long for thousands of messages. */
    private static void soon(BooleanSupplier condition) {
        long until = SystemNanoClock.INSTANCE.nanoTime() + LONG_ENOUGH.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(SystemNanoClock.INSTANCE.nanoTime() - until).isNegative();
            Thread.onSpinWait();
        }
    }

    private static byte[] bytes(int number) {
        byte[] bytes = new byte[400];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (number * 31 + i);
        }
        return bytes;
    }

    private static ConnectionGate gate() {
        return new ConnectionGate(ConnectionLimits.DEFAULTS);
    }

    @Test
    void shouldDealNothingToAStrangerThatConnectsAndSaysNothing() throws Exception {
        MessageSocket dealer = closeLater(
                guarded.bindDealer(ANY_PORT, "backend", SocketSettings.DEFAULTS, ConnectionListener.NONE, gate()));
        int port =
                Integer.parseInt(dealer.endpoint().substring(dealer.endpoint().lastIndexOf(':') + 1));
        try (Socket stranger = new Socket()) {
            stranger.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            MessageSocket worker = connect(dealer, friend);
            Frames received = new Frames();
            Frames request = Frames.of(new byte[][] {{1}});
            for (int i = 0; i < 20; i++) {
                soon(() -> dealer.send(request) == SendResult.SENT);
                soon(() -> worker.receive(received));
            }

            await().atMost(LONG_ENOUGH).until(() -> strangers.get() >= 1);
        }
    }

    /** Without keys as well. */
    @Test
    void shouldDealNothingToAConnectionWithoutAHandshake() throws Exception {
        MessageSocket dealer =
                closeLater(others.bindDealer(ANY_PORT, SocketSettings.DEFAULTS, ConnectionListener.NONE));
        int port =
                Integer.parseInt(dealer.endpoint().substring(dealer.endpoint().lastIndexOf(':') + 1));
        try (Socket stranger = new Socket()) {
            stranger.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            MessageSocket worker = closeLater(others.connectDealer(
                    dealer.endpoint(), NO_HELLO, SocketSettings.DEFAULTS, ConnectionListener.NONE));
            Frames received = new Frames();
            Frames request = Frames.of(new byte[][] {{1}});
            for (int i = 0; i < 20; i++) {
                soon(() -> dealer.send(request) == SendResult.SENT);
                soon(() -> worker.receive(received));
            }
            assertThat(stranger.isConnected()).isTrue();
        }
    }

    @Test
    void shouldRefuseToBindWhereNobodyWouldBeAsked() {
        assertThatThrownBy(() -> guarded.bindRouter(ANY_PORT, SocketSettings.DEFAULTS, ConnectionListener.NONE))
                .hasMessageContaining("door");

        guarded.close();
        assertThatThrownBy(() -> guarded.bindRouter(
                        ANY_PORT, "frontend", SocketSettings.DEFAULTS, ConnectionListener.NONE, gate()))
                .isInstanceOf(RuntimeException.class);
    }
}
