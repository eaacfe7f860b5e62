package dev.baton.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.wire.Frames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What JeroMQ does that is held by a setting alone: see docs/jeromq-traps.md. */
class JeroMqTrapsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] NO_HELLO = {};

    private final Sockets sockets = Sockets.open("traps", 1, death -> {});
    private final Frames got = new Frames();

    @AfterEach
    void close() {
        sockets.close();
    }

    /** J7, J8: with handover the second would get the first one's replies. */
    @Test
    void shouldLeaveAPeerItsRepliesWhenAnotherClaimsItsIdentity() throws Exception {
        try (MessageSocket router = router();
                RawDealer first = RawDealer.connect(router.endpoint(), "same")) {
            first.awaitReady();
            first.send("of the first");
            assertThat(receive(router)).containsExactly("same", "of the first");
            try (RawDealer second = RawDealer.connect(router.endpoint(), "same");
                    RawDealer third = RawDealer.connect(router.endpoint(), "other")) {
                second.awaitReady();
                second.send("of the second");
                third.awaitReady();
                third.send("of the third"); // which came after all that the second did

                assertThat(receive(router)).containsExactly("other", "of the third");
                assertThat(router.receive(got)).isFalse();
            }
            assertThat(router.send(Frames.of("same".getBytes(UTF_8), "reply".getBytes(UTF_8))))
                    .isEqualTo(SendResult.SENT);
            assertThat(first.receive()).isEqualTo("reply");
        }
    }

    /** J7: so none of our own can meet another of the same identity. */
    @Test
    void shouldLetTheRouterChooseTheIdentitiesOfOurOwnSockets() {
        try (MessageSocket router = router();
                MessageSocket one = dealer(router);
                MessageSocket other = dealer(router)) {
            byte[] identityOfOne = identityOf(one, router);
            byte[] identityOfOther = identityOf(other, router);

            assertThat(identityOfOne).hasSize(5).startsWith(0).isNotEqualTo(identityOfOther);
            assertThat(identityOfOther).hasSize(5).startsWith(0);
        }
    }

    /** J23: without a greatest pause JeroMQ tries every 100 ms for ever, and all of them at once. */
    @Test
    void shouldTryLessAndLessOftenToReachABrokerThatIsNotThere() throws Exception {
        List<Integer> pauses = new CopyOnWriteArrayList<>();
        SocketSettings settings = SocketSettings.DEFAULTS.withReconnect(Duration.ofMillis(1), Duration.ofMillis(100));
        try (ZContext context = new ZContext()) {
            ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
            sockets.apply(settings, socket);
            socket.base().setEventHook(event -> pauses.add((Integer) event.arg), zmq.ZMQ.ZMQ_EVENT_CONNECT_RETRIED);
            socket.connect("tcp://127.0.0.1:1");

            await().atMost(LONG).until(() -> pauses.size() >= 12);
        }
        // Each pause has up to the first one's length on top, by chance, so that not all come at once.
        assertThat(pauses.get(0)).isLessThanOrEqualTo(2);
        assertThat(pauses.subList(8, 12)).allSatisfy(pause -> assertThat(pause).isBetween(64, 101));
    }

    /** J22: JeroMQ would divide by it in its I/O thread. */
    @Test
    void shouldRefuseToTryAgainWithoutAPause() {
        assertThatThrownBy(() -> SocketSettings.DEFAULTS.withReconnect(Duration.ofNanos(999_999), Duration.ofMillis(1)))
                .hasMessageContaining("reconnectMin");
    }

    private MessageSocket router() {
        return sockets.bindRouter("tcp://127.0.0.1:*", SocketSettings.DEFAULTS, ConnectionListener.NONE);
    }

    private MessageSocket dealer(MessageSocket to) {
        return sockets.connectDealer(to.endpoint(), NO_HELLO, SocketSettings.DEFAULTS, ConnectionListener.NONE);
    }

    private byte[] identityOf(MessageSocket dealer, MessageSocket router) {
        Frames hello = Frames.of("hello".getBytes(UTF_8));
        await().atMost(LONG).until(() -> dealer.send(hello) == SendResult.SENT);
        await().atMost(LONG).until(() -> router.receive(got));
        return got.get(0);
    }

    private List<String> receive(MessageSocket router) {
        await().atMost(LONG).until(() -> router.receive(got));
        return List.of(new String(got.get(0), UTF_8), new String(got.get(1), UTF_8));
    }
}
