package dev.baton.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.broker.Broker;
import dev.baton.broker.BrokerConfig;
import dev.baton.broker.PoolConfig;
import dev.baton.broker.observe.BrokerObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Peers that know nothing of Baton: REQ, DEALER, REP. */
class PlainPeersIT {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final String ANY_PORT = "tcp://127.0.0.1:*";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final ZContext context = contextThatGreets();

    /**
     * JeroMQ 0.6.0 forgets to greet in one of thirty connections, until any connection of the context changes. Here one does all the time: it
     * knocks where nobody is.
     */
    private static ZContext contextThatGreets() {
        ZContext context = new ZContext();
        ZMQ.Socket knocking = context.createSocket(SocketType.PAIR);
        knocking.setReconnectIVL(20);
        knocking.connect("tcp://127.0.0.1:1");
        return context;
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void shouldCarryARequestFromAReqToARepAndBack() {
        Broker broker = start(BrokerConfig.of(ANY_PORT, ANY_PORT));
        rep(broker.backendEndpoint("default"));
        ZMQ.Socket req = req(broker.frontendEndpoint());

        req.send("hello");

        assertThat(req.recvStr()).isEqualTo("HELLO");
    }

    @Test
    void shouldLetARequestWaitUntilAWorkerConnects() {
        Broker broker = start(BrokerConfig.of(ANY_PORT, ANY_PORT));
        ZMQ.Socket req = req(broker.frontendEndpoint());
        req.send("early");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> broker.snapshot().pools().get(0).queued() == 1);

        rep(broker.backendEndpoint("default"));

        assertThat(req.recvStr()).isEqualTo("EARLY");
    }

    @Test
    void shouldServeADealerThatKeepsSeveralRequestsOpen() {
        Broker broker = start(BrokerConfig.of(ANY_PORT, ANY_PORT));
        rep(broker.backendEndpoint("default"));
        rep(broker.backendEndpoint("default"));
        ZMQ.Socket dealer = connect(SocketType.DEALER, broker.frontendEndpoint());

        for (int i = 0; i < 1000; i++) {
            dealer.sendMore("");
            dealer.send("r" + i);
        }

        List<String> replies = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            assertThat(dealer.recvStr()).isEmpty();
            replies.add(dealer.recvStr());
        }
        assertThat(replies).hasSize(1000).doesNotHaveDuplicates().contains("R0", "R999");
    }

    @Test
    void shouldCarryARequestThroughTwoBrokersInAChain() {
        Broker inner = start(BrokerConfig.of(ANY_PORT, ANY_PORT));
        PoolConfig chained = PoolConfig.of("default", ANY_PORT).connectedTo(inner.frontendEndpoint(), 64);
        Broker outer = start(BrokerConfig.of(ANY_PORT, ANY_PORT).withPools(List.of(chained)));
        rep(inner.backendEndpoint("default"));
        ZMQ.Socket req = req(outer.frontendEndpoint());

        req.send("far");

        assertThat(req.recvStr()).isEqualTo("FAR");
    }

    private Broker start(BrokerConfig config) {
        Broker broker = Broker.start(config, BrokerObserver.NONE);
        open.add(broker);
        return broker;
    }

    private ZMQ.Socket req(String endpoint) {
        return connect(SocketType.REQ, endpoint);
    }

    private ZMQ.Socket connect(SocketType type, String endpoint) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.connect(endpoint);
        return socket;
    }

    /** A worker as in ZeroMQ's guide: answers each request with its text in capitals. */
    private void rep(String endpoint) {
        Thread thread = new Thread(() -> {
            try (ZContext own = contextThatGreets();
                    ZMQ.Socket rep = own.createSocket(SocketType.REP)) {
                rep.connect(endpoint);
                rep.setReceiveTimeOut(100);
                while (!Thread.currentThread().isInterrupted() && !context.isClosed()) {
                    byte[] request = rep.recv();
                    if (request != null) {
                        rep.send(new String(request, UTF_8).toUpperCase(java.util.Locale.ROOT));
                    }
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
