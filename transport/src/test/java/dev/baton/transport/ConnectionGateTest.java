package dev.baton.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.wire.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionGateTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    /** For a handshake, even if the machine stands still for a second. */
    private static final Duration PLENTY = Duration.ofSeconds(5);

    private static final Duration EVER = Duration.ofMinutes(1);

    private final Sockets sockets = Sockets.open("test", 1, death -> {});
    private final List<AutoCloseable> peers = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable peer : peers) {
            peer.close();
        }
        sockets.close();
    }

    @Test
    void shouldTurnAwayWhoIsOneTooManyAndTakeTheNextWhenOneHasGone() throws Exception {
        ConnectionGate gate = new ConnectionGate(new ConnectionLimits(2, 100, 100, EVER));
        try (MessageSocket router = router(gate)) {
            RawDealer first = handshaken(router);
            handshaken(router);

            assertThat(isHungUp(silent(router))).isTrue();
            assertThat(gate.refused(RefusedConnection.TOO_MANY)).isEqualTo(1);
            assertThat(gate.open()).isEqualTo(2);

            first.close();
            await().atMost(LONG).until(() -> gate.open() == 1);
            handshaken(router);
        }
    }

    @Test
    void shouldTurnAwayAnAddressThatHasTooMany() throws Exception {
        ConnectionGate gate = new ConnectionGate(new ConnectionLimits(100, 1, 100, EVER));
        try (MessageSocket router = router(gate)) {
            handshaken(router);

            assertThat(isHungUp(silent(router))).isTrue();
            assertThat(gate.refused(RefusedConnection.TOO_MANY_OF_ADDRESS)).isEqualTo(1);
        }
    }

    @Test
    void shouldTurnAwayWhoComesWhileTooManyHaveNotFinishedTheirHandshake() throws Exception {
        ConnectionGate gate = new ConnectionGate(new ConnectionLimits(100, 100, 2, EVER));
        try (MessageSocket router = router(gate)) {
            handshaken(router);
            handshaken(router);
            await().atMost(LONG).until(() -> gate.shaking() == 0);
            silent(router);
            await().atMost(LONG).until(() -> gate.open() == 3);
            greeted(router);
            await().atMost(LONG).until(() -> gate.open() == 4);

            assertThat(isHungUp(silent(router))).isTrue();
            assertThat(gate.refused(RefusedConnection.TOO_MANY_HANDSHAKES)).isEqualTo(1);
        }
    }

    /** JeroMQ's own timer ends with the greeting: a peer that then says nothing stays for ever. */
    @Test
    void shouldHangUpOnWhoGreetsAndThenSaysNothing() throws Exception {
        ConnectionGate gate = new ConnectionGate(new ConnectionLimits(100, 100, 100, Duration.ofMillis(300)));
        try (MessageSocket router = router(gate)) {
            Socket peer = greeted(router);

            assertThat(isHungUp(peer)).isTrue();
            assertThat(gate.refused(RefusedConnection.SLOW_HANDSHAKE)).isEqualTo(1);
            await().atMost(LONG).until(() -> gate.open() == 0);
        }
    }

    @Test
    void shouldHangUpOnWhoSaysNothingAtAll() throws Exception {
        ConnectionGate gate = new ConnectionGate(new ConnectionLimits(100, 100, 100, Duration.ofMillis(300)));
        try (MessageSocket router = router(gate)) {
            assertThat(isHungUp(silent(router))).isTrue();
            assertThat(gate.refused(RefusedConnection.SLOW_HANDSHAKE)).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepWhoFinishedTheHandshakeAndThenSaysNothing() throws Exception {
        ConnectionGate gate = new ConnectionGate(new ConnectionLimits(100, 100, 100, PLENTY));
        try (MessageSocket router = router(gate);
                MessageSocket dealer = sockets.bindDealer(
                        "tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE, gate)) {
            handshaken(router);
            handshaken(dealer);
            Socket slow = greeted(router);

            assertThat(isHungUp(slow)).isTrue(); // so much time has passed
            assertThat(gate.open()).isEqualTo(2);
            assertThat(gate.refused(RefusedConnection.SLOW_HANDSHAKE)).isEqualTo(1);
        }
    }

    @Test
    void shouldForgetConnectionsThatEndInAStorm() throws Exception {
        ConnectionGate gate = new ConnectionGate(new ConnectionLimits(50, 50, 50, EVER));
        try (MessageSocket router = router(gate)) {
            for (int i = 0; i < 500; i++) {
                Socket socket = open(router);
                if (i % 2 == 0) {
                    socket.setSoLinger(true, 0); // ends with a reset
                }
                socket.close();
            }
            await().atMost(LONG).until(() -> gate.open() == 0);
            handshaken(router);
        }
    }

    @Test
    void shouldFeelAPulseThroughEachIoThread() {
        try (Sockets three = Sockets.open("pulse", 3, death -> {});
                IoPulse pulse = three.pulse()) {
            for (int i = 0; i < 5; i++) {
                await().atMost(LONG).until(() -> pulse.beat() <= 1);
            }
        }
    }

    private MessageSocket router(ConnectionGate gate) {
        return sockets.bindRouter("tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE, gate);
    }

    private RawDealer handshaken(MessageSocket at) throws IOException {
        RawDealer dealer = RawDealer.connect(at.endpoint());
        peers.add(dealer);
        dealer.awaitReady();
        at.receive(new Frames());
        return dealer;
    }

    private Socket silent(MessageSocket at) throws IOException {
        Socket socket = open(at);
        peers.add(socket);
        return socket;
    }

    private Socket greeted(MessageSocket at) throws IOException {
        Socket socket = silent(at);
        socket.getOutputStream().write(RawDealer.greeting());
        return socket;
    }

    private static Socket open(MessageSocket at) throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), URI.create(at.endpoint()).getPort());
    }

    private static boolean isHungUp(Socket socket) throws IOException {
        socket.setSoTimeout((int) LONG.toMillis());
        InputStream in = socket.getInputStream();
        try {
            while (in.read() >= 0) {
                // the other side's greeting
            }
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }
}
